package dev.parlance.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The servers under test and clients for them; ../../README.md says what the environment is. */
final class Server {
    static final String URL = environment("PARLANCE_URL", "");
    static final String SCRIPTED_URL = environment("PARLANCE_SCRIPTED_URL", "");
    static final String KEY = environment("PARLANCE_KEY", "conformance-key-1");
    static final String MODEL = environment("PARLANCE_MODEL", "default");
    static final String SCRIPTED_MODEL = "rehearsal/large";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Server() {}

    private static String environment(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isEmpty() ? otherwise : value.replaceAll("/$", "");
    }

    /** A client of the built-in model's server; skips the test where there is none. */
    static OpenAIClient real() {
        assumeTrue(!URL.isEmpty(), "no PARLANCE_URL");
        return builder(URL).build();
    }

    /** A client of the scripted server; skips the test where there is none. */
    static OpenAIClient scripted() {
        assumeTrue(!SCRIPTED_URL.isEmpty(), "no PARLANCE_SCRIPTED_URL");
        return builder(SCRIPTED_URL).build();
    }

    static OpenAIOkHttpClient.Builder builder(String url) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(url + "/v1")
                .apiKey(KEY)
                .maxRetries(0)
                .timeout(Duration.ofSeconds(60))
                // Every reply is checked against the schema.
                .responseValidation(true);
    }

    static ChatCompletionCreateParams.Builder ask(String text) {
        return ChatCompletionCreateParams.builder().model(MODEL).addUserMessage(text);
    }

    static ChatCompletionCreateParams.Builder rehearse(String text) {
        return ChatCompletionCreateParams.builder().model(SCRIPTED_MODEL).addUserMessage(text);
    }

    static List<ChatCompletionChunk> chunks(
            OpenAIClient client, ChatCompletionCreateParams.Builder params) {
        try (var response = client.chat().completions().createStreaming(params.build())) {
            return response.stream().toList();
        }
    }

    static String text(List<ChatCompletionChunk> chunks) {
        StringBuilder text = new StringBuilder();
        chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .filter(choice -> choice.index() == 0)
                .forEach(choice -> choice.delta().content().ifPresent(text::append));
        return text.toString();
    }

    /** How many requests the scripted server is answering, but for the one that asks. */
    static double active() {
        return samples("http_server_active_requests", "") - 1;
    }

    /** How many calls of the scripted server were given up by their client so far. */
    static double cancelled() {
        return samples("parlance_calls_total", "outcome=\"cancelled\"");
    }

    private static double samples(String name, String label) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(SCRIPTED_URL + "/metrics"))
                        .header("Authorization", "Bearer " + KEY)
                        .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name) && line.contains(label))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static void eventually(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within 5 s: " + what);
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
