package dev.parlance.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.cli.Cli;
import dev.parlance.cli.ServerStarter.Mode;
import dev.parlance.cli.Terminal;
import dev.parlance.config.Config;
import dev.parlance.config.Platform;
import dev.parlance.config.Sources;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Loading and unloading the built-in model over the API and by the command.
class ModelLifeRoutesTest {
    private static final String MODEL = "/v1/models/parlance-builtin";

    @TempDir private Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable Parlance running;

    @BeforeEach
    void start() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("p.yaml"),
                        """
                        api-keys:
                          - {name: boss, key: sk-boss, permissions: [inference, admin]}
                          - {name: guest, key: sk-guest}
                        default-model: other
                        models: [{id: other, path: MODEL, isolation: process}]
                        """
                                .replace("MODEL", builtin()));
        Platform platform = new Platform("Linux", folder, Map.of("PARLANCE_PORT", "0"));
        Config config =
                Config.load(new Sources(file, folder, platform, Map.of("--host", "127.0.0.1")));
        running = Parlance.start(config, Mode.SERVE);
    }

    private static String builtin() {
        return Path.of("../models/builtin/parlance-builtin.gguf")
                .toAbsolutePath()
                .normalize()
                .toString();
    }

    private Parlance server() {
        return Objects.requireNonNull(running);
    }

    @AfterEach
    void stop() {
        server().close();
        client.close();
    }

    private HttpResponse<String> post(String key, String path, String body)
            throws IOException, InterruptedException {
        return send(key, HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("sk-boss", HttpRequest.newBuilder(uri(path)));
    }

    private HttpResponse<String> send(String key, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(
                request.header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .build(),
                BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create(server().urls().getFirst() + path);
    }

    private String command(String... arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(new BufferedReader(new StringReader("")), out, out, false);
        new Cli(terminal, Parlance::start, new Installation(), new NativeChoice(), () -> 0)
                .run(arguments);
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_model_is_loaded_shown_and_unloaded() throws Exception {
        assertThat(get(MODEL).body())
                .contains("\"state\":\"available\"", "\"running\":0", "\"keep_alive\":\"30m\"");

        HttpResponse<String> loaded = post("sk-boss", MODEL + "/load", "");
        assertThat(loaded.statusCode()).isEqualTo(200);
        assertThat(loaded.body()).contains("\"state\":\"ready\"", "\"progress\":1.0");

        HttpResponse<String> unloaded = post("sk-boss", MODEL + "/unload", "");
        assertThat(unloaded.body()).contains("\"state\":\"available\"");
        assertThat(get(MODEL).body()).contains("\"state\":\"available\"", "\"last_used\":null");
    }

    @Test
    void a_streamed_load_tells_its_progress_and_ends_with_the_model() throws Exception {
        String events =
                post("sk-boss", MODEL + "/load", "{\"stream\":true,\"keep_alive\":\"1h\"}").body();
        assertThat(events)
                .startsWith("data: {\"id\":\"parlance-builtin\",\"object\":\"model.load\"")
                .contains("\"progress\":1.0}")
                .contains("\"state\":\"ready\"", "\"keep_alive\":\"1h\"")
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    void the_routes_of_llama_cpp_do_the_same() throws Exception {
        String body = "{\"model\":\"parlance-builtin\"}";
        assertThat(post("sk-boss", "/models/load", body).body()).isEqualTo("{\"success\":true}");
        assertThat(get(MODEL).body()).contains("\"state\":\"ready\"");
        assertThat(post("sk-boss", "/models/unload", body).body()).isEqualTo("{\"success\":true}");
        assertThat(get(MODEL).body()).contains("\"state\":\"available\"");
    }

    @Test
    void only_admins_load_and_unload() throws Exception {
        for (String path : new String[] {MODEL + "/load", MODEL + "/unload", "/models/load"}) {
            assertThat(post("sk-guest", path, "{}").statusCode()).as(path).isEqualTo(403);
            assertThat(post("sk-nobody", path, "{}").statusCode()).as(path).isEqualTo(401);
        }
    }

    @Test
    void what_makes_no_sense_is_refused() throws Exception {
        assertThat(post("sk-boss", "/v1/models/nothing/load", "").statusCode()).isEqualTo(404);
        assertThat(post("sk-boss", MODEL, "").statusCode()).isEqualTo(404);
        assertThat(post("sk-boss", "/v1/models/nothing/load", "{\"stream\":true}").statusCode())
                .isEqualTo(404);
        HttpResponse<String> reply =
                post("sk-boss", MODEL + "/load", "{\"keep_alive\":\"a while\"}");
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).contains("keep_alive");
        assertThat(post("sk-boss", "/models/load", "{}").statusCode()).isEqualTo(400);
    }

    @Test
    void a_model_in_a_process_of_its_own_answers_like_any_other() throws Exception {
        String body =
                """
                {"model": "%s", "temperature": 0, "max_tokens": 12,
                 "messages": [{"role": "user", "content": "Hello!"}]}
                """;
        String here =
                post("sk-guest", "/v1/chat/completions", body.formatted("parlance-builtin")).body();
        HttpResponse<String> there =
                post("sk-guest", "/v1/chat/completions", body.formatted("other"));
        assertThat(there.statusCode()).isEqualTo(200);
        assertThat(content(there.body())).isEqualTo(content(here)).isNotBlank();
        assertThat(ProcessHandle.current().children()).isNotEmpty();
    }

    private static String content(String reply) {
        return reply.replaceFirst("(?s).*\"content\":\"(.*?)\".*", "$1");
    }

    @Test
    void the_commands_load_unload_and_list() {
        String[] there = {"--url", server().urls().getFirst(), "--api-key", "sk-boss"};
        assertThat(command("models", there[0], there[1], there[2], there[3]))
                .isEqualTo("other\nparlance-builtin\nall-minilm-l6-v2\nparlance-moderation\n");
        assertThat(
                        command(
                                "models",
                                "load",
                                "parlance-builtin",
                                "--keep-alive",
                                "2h",
                                there[0],
                                there[1],
                                there[2],
                                there[3]))
                .endsWith("parlance-builtin is loaded\n");
        assertThat(command("models", "-l", there[0], there[1], there[2], there[3]))
                .containsPattern("MODEL +STATE +MEMORY +LAST USE +KEEP\n")
                .containsPattern("other +available +\\d+ MiB +- +30m\n")
                .containsPattern("parlance-builtin +ready +\\d+ MiB +\\d+ s ago +2h\n");
        assertThat(
                        command(
                                "models",
                                "unload",
                                "parlance-builtin",
                                there[0],
                                there[1],
                                there[2],
                                there[3]))
                .isEqualTo("parlance-builtin is not in memory\n");
        assertThat(command("models", "load", "x", there[0], there[1], "--api-key", "sk-guest"))
                .startsWith("The server refused (403)");
    }
}
