package dev.parlance.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parlance.cli.RunningServer;
import dev.parlance.cli.ServerStarter.Mode;
import dev.parlance.config.Config;
import dev.parlance.config.Platform;
import dev.parlance.config.Sources;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.engine.llama.gguf.TinyGguf;
import dev.parlance.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Prompts scored over HTTP in the very shape in which lm-evaluation-harness asks for it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScoringRoutesTest {
    private static final List<List<Integer>> PROMPTS =
            List.of(List.of(70, 71, 72, 90, 33), List.of(40, 200, 41));

    private RunningServer server;
    private HttpClient client;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Path model = TinyGguf.bpe(4).write(folder.resolve("scored.gguf"));
        String yaml = "listeners: [{port: 0}]\nmodels: [{id: scored, path: '" + model + "'}]\n";
        Path file = Files.writeString(folder.resolve("p.yaml"), yaml);
        Platform platform = new Platform("Linux", folder, Map.of());
        Config config =
                Config.load(new Sources(file, folder, platform, Map.of("--host", "127.0.0.1")));
        server = Parlance.start(config, Mode.SERVE);
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }

    private JsonValue post(String path, Map<String, Object> body) throws Exception {
        HttpResponse<String> reply =
                client.send(
                        HttpRequest.newBuilder(URI.create(server.urls().getFirst() + path))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofByteArray(Json.write(JsonValue.from(body))))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return Json.parse(reply.body());
    }

    private static JsonValue at(JsonValue value, String... path) {
        JsonValue at = value;
        for (String step : path) {
            at = Objects.requireNonNull(((JsonObject) at).get(step));
        }
        return at;
    }

    private static List<JsonValue> list(JsonValue value, String... path) {
        return ((JsonArray) at(value, path)).values();
    }

    private static double number(JsonValue value) {
        return ((JsonNumber) value).value().doubleValue();
    }

    /// The log probabilities of all tokens after this prompt, by id.
    private Map<Integer, Double> distribution(List<Integer> prompt) throws Exception {
        JsonValue next =
                post("/next-tokens", Map.of("model", "scored", "prompt", prompt, "top", 10_000));
        Map<Integer, Double> all = new HashMap<>();
        for (JsonValue token : list(next, "tokens")) {
            all.put((int) number(at(token, "id")), number(at(token, "logprob")));
        }
        return all;
    }

    @Test
    void token_arrays_are_scored_by_the_models_own_distributions() throws Exception {
        Map<String, Object> body =
                Map.of(
                        "model", "scored",
                        "prompt", PROMPTS,
                        "echo", true,
                        "max_tokens", 0,
                        "logprobs", 1,
                        "temperature", 0,
                        "seed", 1234);
        JsonValue reply = post("/v1/completions", body);

        assertThat(list(reply, "choices")).hasSize(PROMPTS.size());
        for (int p = 0; p < PROMPTS.size(); p++) {
            JsonValue choice = list(reply, "choices").get(p);
            List<JsonValue> scores = list(choice, "logprobs", "token_logprobs");
            List<JsonValue> likeliest = list(choice, "logprobs", "top_logprobs");
            assertThat(number(at(choice, "index"))).isEqualTo(p);
            assertThat(scores).hasSameSizeAs(PROMPTS.get(p)).hasSameSizeAs(likeliest);
            assertThat(scores.getFirst()).isEqualTo(JsonNull.INSTANCE);
            for (int i = 1; i < scores.size(); i++) {
                Map<Integer, Double> all = distribution(PROMPTS.get(p).subList(0, i));
                double own = Objects.requireNonNull(all.get(PROMPTS.get(p).get(i)));
                assertThat(number(scores.get(i))).isCloseTo(own, within(0.05));
                double greatest =
                        ((JsonObject) likeliest.get(i))
                                .members().values().stream()
                                        .mapToDouble(ScoringRoutesTest::number)
                                        .max()
                                        .orElseThrow();
                assertThat(greatest)
                        .isCloseTo(
                                all.values().stream().mapToDouble(v -> v).max().orElseThrow(),
                                within(0.05));
            }
        }
        assertThat(number(at(reply, "usage", "prompt_tokens"))).isEqualTo(8);
        assertThat(number(at(reply, "usage", "completion_tokens"))).isZero();
    }
}
