package dev.parlance.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.cli.Cli;
import dev.parlance.cli.RunningServer;
import dev.parlance.cli.ServerStarter.Mode;
import dev.parlance.cli.StartException;
import dev.parlance.cli.Terminal;
import dev.parlance.config.Config;
import dev.parlance.config.Platform;
import dev.parlance.config.Sources;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParlanceTest {
    @TempDir private Path folder;

    private Config config(Map<String, String> environment, String... yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("p.yaml"), String.join("\n", yaml));
        Platform platform = new Platform("Linux", folder, environment);
        return Config.load(new Sources(file, folder, platform, Map.of("--host", "127.0.0.1")));
    }

    private Config anyPort(String... yaml) throws IOException {
        return config(Map.of("PARLANCE_PORT", "0"), yaml);
    }

    /// What the command prints, or its error.
    private static String command(String... arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(new BufferedReader(new StringReader("")), out, out, false);
        new Cli(terminal, Parlance::start, new Installation(), new NativeChoice(), () -> 0)
                .run(arguments);
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_dev_server_answers_the_chat_command() throws IOException {
        try (RunningServer server = Parlance.start(anyPort("api-key: sk-1"), Mode.DEV)) {
            String url = server.urls().getFirst();
            assertThat(server.wantsKey()).isTrue();
            assertThat(server.model()).isEqualTo("scripted (engine scripted)");
            assertThat(command("chat", "--url", url, "--api-key", "sk-1", "Hello!"))
                    .isEqualTo("You said: Hello!\n");
            assertThat(command("models", "--url", url, "--api-key", "sk-1"))
                    .isEqualTo("scripted\n");
            assertThat(command("chat", "--url", url, "--api-key", "sk-2", "Hello!"))
                    .startsWith("The server refused (401): ");
            assertThat(command("chat", "--url", url, "--api-key", "sk-1", "--model", "x", "Hi"))
                    .startsWith("The server refused (404): The model 'x' does not exist");
        }
    }

    @Test
    void health_metrics_and_pages_are_served() throws Exception {
        Config config = anyPort("api-key: sk-1", "metrics: {open: true}");
        try (RunningServer server = Parlance.start(config, Mode.DEV);
                HttpClient client = HttpClient.newHttpClient()) {
            String url = server.urls().getFirst();
            command("chat", "--url", url, "--api-key", "sk-1", "Hello!");
            for (String path : List.of("/health", "/ready", "/metrics", "/docs", "/openapi.json")) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).build();
                HttpResponse<String> reply = client.send(request, BodyHandlers.ofString());
                assertThat(reply.statusCode()).as(path).isEqualTo(200);
                if (path.equals("/metrics")) {
                    assertThat(reply.body()).contains("gen_ai_response_model=\"scripted\"");
                }
            }
        }
    }

    @Test
    void the_built_in_model_answers() throws IOException {
        try (RunningServer server = Parlance.start(anyPort(), Mode.SERVE)) {
            String url = server.urls().getFirst();
            assertThat(server.model()).startsWith("parlance-builtin (built in");
            assertThat(command("models", "--url", url))
                    .isEqualTo("parlance-builtin\nall-minilm-l6-v2\nparlance-moderation\n");
            assertThat(command("chat", "--url", url, "Hello!")).hasSizeGreaterThan(5);
        }
    }

    @Test
    void a_configured_model_that_is_none_stops_the_start() throws IOException {
        Files.writeString(folder.resolve("bad.gguf"), "not a model");
        Config config = anyPort("models: [{id: bad, path: bad.gguf}]");
        assertThatThrownBy(() -> Parlance.start(config, Mode.SERVE))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("A configured model cannot be served: ")
                .hasMessageContaining("bad.gguf");
    }

    @Test
    void a_script_and_aliases_from_the_configuration_are_played() throws IOException {
        Files.writeString(
                folder.resolve("script.yaml"), "rules: [{reply: {text: 'From the script.'}}]\n");
        Config config = anyPort("scripted: {script: script.yaml}", "aliases: {gpt-4o: scripted}");
        try (RunningServer server = Parlance.start(config, Mode.DEV)) {
            String url = server.urls().getFirst();
            assertThat(command("chat", "--url", url, "--model", "gpt-4o", "Hi"))
                    .isEqualTo("From the script.\n");
        }
    }

    @Test
    void a_script_that_is_wrong_or_missing_stops_the_start() throws IOException {
        Files.writeString(folder.resolve("script.yaml"), "ruels: []\n");
        assertThatThrownBy(
                        () -> Parlance.start(anyPort("scripted: {script: script.yaml}"), Mode.DEV))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith(
                        "The script " + folder.resolve("script.yaml") + " is wrong: ");
        assertThatThrownBy(() -> Parlance.start(anyPort("scripted: {script: no.yaml}"), Mode.DEV))
                .hasMessageContaining("no.yaml cannot be read");
    }

    @Test
    void a_taken_port_is_named_with_the_way_out() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            Config config = config(Map.of("PARLANCE_PORT", port));
            assertThatThrownBy(() -> Parlance.start(config, Mode.DEV))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining(port)
                    .hasMessageContaining("--port");
        }
    }

    @Test
    void several_listeners_are_all_served() throws IOException {
        Config config = anyPort("listeners: [{port: 0}, {port: 0, profile: textgen}]");
        try (RunningServer server = Parlance.start(config, Mode.DEV)) {
            assertThat(server.urls()).hasSize(2).doesNotHaveDuplicates();
            for (String url : server.urls()) {
                assertThat(URI.create(url).getPort()).isPositive();
                assertThat(command("models", "--url", url)).isEqualTo("scripted\n");
            }
        }
    }

    @Test
    void a_bad_origin_stops_the_start() {
        assertThatThrownBy(() ->
                        Parlance.start(
                                anyPort("cors: {allowed-origins: [example.org/x]}"), Mode.DEV))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("cors.allowed-origins: ");
    }

    @Test
    void the_built_in_model_is_found_from_the_build() throws IOException {
        assertThat(BuiltinModel.find()).isPresent();
        assertThat(BuiltinModel.find(folder)).isEmpty();
        Path file = folder.resolve("models/builtin/parlance-builtin.gguf");
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        assertThat(BuiltinModel.find(folder.resolve(".parlance/builds/1/parlance.jar")))
                .contains(file);
        assertThat(BuiltinModel.find(folder.resolve("1/2/3/4/5/6/7"))).isEmpty();
    }

    @Test
    void doctor_looks_at_the_installation() throws IOException {
        assertThat(new Installation().inspect(anyPort()))
                .anySatisfy(check -> assertThat(check.name()).isEqualTo("Built-in model"))
                .anySatisfy(check -> assertThat(check.found()).startsWith("llama.cpp "));
        assertThat(List.of(command("doctor", "--data-dir", folder.toString()).split("\n", -1)))
                .anySatisfy(line -> assertThat(line).startsWith("Next step: "));
    }
}
