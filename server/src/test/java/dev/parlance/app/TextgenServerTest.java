package dev.parlance.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.cli.ServerStarter.Mode;
import dev.parlance.config.Config;
import dev.parlance.config.Platform;
import dev.parlance.config.Sources;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// text-generation-webui's routes on the built-in model, and with pauses in between on a script.
class TextgenServerTest {
    private static final String MODEL = "parlance-builtin";

    @TempDir private Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable Parlance running;

    @AfterEach
    void stop() {
        client.close();
        if (running != null) {
            running.close();
        }
    }

    private void start(Mode mode, String... yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("p.yaml"), String.join("\n", yaml));
        Platform platform = new Platform("Linux", folder, Map.of("PARLANCE_PORT", "0"));
        Config config =
                Config.load(new Sources(file, folder, platform, Map.of("--host", "127.0.0.1")));
        running = Parlance.start(config, mode);
    }

    private HttpRequest.Builder request(String path) {
        String url = Objects.requireNonNull(running).urls().getFirst();
        return HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json");
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        HttpRequest request = request(path).POST(BodyPublishers.ofString(body)).build();
        return client.send(request, BodyHandlers.ofString());
    }

    private String get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString()).body();
    }

    @Test
    void models_are_loaded_told_and_unloaded() throws Exception {
        start(Mode.SERVE, "");
        assertThat(get("/v1/internal/model/list")).contains("\"" + MODEL + "\"");
        HttpResponse<String> loaded =
                post(
                        "/v1/internal/model/load",
                        """
                        {"model_name": "parlance-builtin.gguf",
                         "args": {"n_ctx": 512, "parallel": 2, "threads": 1, "sparkle": 1}}
                        """);
        assertThat(loaded.body()).isEqualTo("\"OK\"");
        assertThat(loaded.headers().firstValue("x-parlance-disposition").orElse(""))
                .contains("args.n_ctx;outcome=translated", "args.sparkle;outcome=ignored");
        String info = get("/v1/internal/model/info");
        assertThat(info)
                .startsWith(
                        "{\"model_name\":\"parlance-builtin\",\"lora_names\":[],"
                                + "\"loader\":\"llama.cpp\",\"context_length\":256,")
                .contains("\"ctx_size\":512,\"parallel\":2,\"threads\":1")
                .contains("\"state\":\"ready\"");

        HttpResponse<String> failed =
                post("/v1/internal/model/load", "{\"model_name\":\"nope.gguf\"}");
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).isEqualTo("{\"detail\":\"Failed to load the model.\"}");
        assertThat(get("/v1/internal/model/info")).isEqualTo(info);

        assertThat(post("/v1/internal/model/unload", "").body()).isEqualTo("\"OK\"");
        assertThat(get("/v1/internal/model/info"))
                .isEqualTo("{\"model_name\":\"None\",\"lora_names\":[],\"loader\":null}");
        assertThat(post("/v1/internal/encode", "{\"text\":\"hi\"}").statusCode()).isEqualTo(503);
        assertThat(get("/ready")).contains("not ready");
        assertThat(post("/v1/internal/model/load", "{\"model_name\":\"" + MODEL + "\"}").body())
                .isEqualTo("\"OK\"");
        assertThat(post("/v1/internal/encode", "{\"text\":\"hi\"}").statusCode()).isEqualTo(200);
    }

    @Test
    void tokens_come_and_go_and_are_weighed() throws Exception {
        start(Mode.SERVE, "");
        String encoded = post("/v1/internal/encode", "{\"text\":\"hi there\"}").body();
        String tokens = encoded.replaceFirst(".*(\\[.*]).*", "$1");
        assertThat(post("/v1/internal/decode", "{\"tokens\":" + tokens + "}").body())
                .isEqualTo("{\"text\":\"hi there\"}");
        int length = tokens.split(",").length;
        assertThat(encoded).endsWith("\"length\":" + length + "}");
        assertThat(post("/v1/internal/token-count", "{\"text\":\"hi there\"}").body())
                .isEqualTo("{\"length\":" + length + "}");
        HttpResponse<String> logits =
                post("/v1/internal/logits", "{\"prompt\":\"Hello\",\"top_logits\":5}");
        assertThat(logits.statusCode()).isEqualTo(200);
        assertThat(logits.body().split("\":")).hasSizeBetween(2, 6);
        assertThat(post("/v1/internal/decode", "{\"tokens\":[99999999]}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void usage_is_told_to_the_key_and_survives_a_restart() throws Exception {
        for (int calls = 1; calls <= 2; calls++) {
            start(Mode.DEV, "");
            String body = "{\"model\":\"default\",\"prompt\":\"Hello\",\"max_tokens\":4}";
            assertThat(post("/v1/completions", body).statusCode()).isEqualTo(200);
            assertThat(get("/v1/billing/usage?start_date=2026-01-01"))
                    .startsWith("{\"total_usage\":0,\"calls\":" + calls + ",")
                    .endsWith("\"durable\":true}")
                    .doesNotContain("\"total_tokens\":0");
            assertThat(get("/v1/billing/usage?end_date=2020-01-01")).contains("\"calls\":0");
            Objects.requireNonNull(running).close();
            running = null;
        }
    }

    @Test
    void a_long_stream_is_stopped_with_its_own_end() throws Exception {
        Path script =
                Files.writeString(
                        folder.resolve("slow.yaml"),
                        """
                        models: [{id: slow}]
                        rules:
                          - reply: {text: "%s", delay: 20ms}
                        """
                                .formatted("word ".repeat(5000).strip()));
        start(Mode.DEV, "scripted: {script: " + script + "}");
        String body =
                "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],"
                        + "\"model\":\"slow\"}";
        HttpResponse<InputStream> reply =
                client.send(
                        request("/v1/chat/completions").POST(BodyPublishers.ofString(body)).build(),
                        BodyHandlers.ofInputStream());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(reply.body(), StandardCharsets.UTF_8))) {
            String first = lines.readLine();
            assertThat(first).startsWith("data: {");
            assertThat(post("/v1/internal/stop-generation", "").body()).isEqualTo("\"OK\"");
            List<String> rest = lines.lines().filter(line -> !line.isEmpty()).toList();
            assertThat(rest).hasSizeLessThan(4000);
            assertThat(rest.getLast()).isEqualTo("data: [DONE]");
            assertThat(rest.get(rest.size() - 2)).contains("\"finish_reason\":\"stop\"");
        }
        assertThat(post("/v1/internal/encode", "{\"text\":\"hi\"}").statusCode()).isEqualTo(200);
    }
}
