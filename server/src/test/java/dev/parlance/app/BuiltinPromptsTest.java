package dev.parlance.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.cli.RunningServer;
import dev.parlance.cli.ServerStarter.Mode;
import dev.parlance.config.Config;
import dev.parlance.config.Platform;
import dev.parlance.config.Sources;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
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
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// text-generation-webui's prompt fields on the built-in model, from bytes to bytes.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BuiltinPromptsTest {
    private static final String PROMPT = "/v1/internal/chat-prompt";
    private static final String CHAT = "/v1/chat/completions";
    private static final String ONCE =
            """
            "messages": [{"role": "user", "content": "Hello!"},
                         {"role": "assistant", "content": "Once upon"}]\
            """;

    private RunningServer server;
    private HttpClient client;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Path characters = Files.createDirectories(folder.resolve("mine/characters"));
        Files.writeString(characters.resolve("Ada.yaml"), "name: Ada\ncontext: '{{char}} counts.'");
        Path model = Path.of("../models/builtin/parlance-builtin.gguf").toAbsolutePath();
        String yaml =
                "listeners: [{port: 0, profile: textgen}]\nprompts: {folder: mine}\n"
                        + "models: [{id: parlance-builtin, path: '"
                        + model
                        + "'}]\n";
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

    private HttpResponse<String> post(String path, String fields)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.urls().getFirst() + path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{" + fields + "}"))
                        .build(),
                BodyHandlers.ofString());
    }

    private String prompt(String fields) throws IOException, InterruptedException {
        HttpResponse<String> reply = post(PROMPT, fields);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        JsonObject body = (JsonObject) Json.parse(reply.body());
        return ((JsonValue.JsonString) body.get("prompt")).value();
    }

    @Test
    void prompts_are_those_of_the_specification() throws IOException, InterruptedException {
        assertThat(prompt("\"instruction_template\": \"ChatML\", \"continue_\": true, " + ONCE))
                .isEqualTo("<|im_start|>user\nHello!<|im_end|>\n<|im_start|>assistant\nOnce upon");
        assertThat(
                        prompt(
                                "\"mode\": \"chat\", \"character\": \"Ada\", \"messages\":"
                                        + " [{\"role\": \"user\", \"content\": \"Hello!\"}]"))
                .isEqualTo("Ada counts.\n\nYou: Hello!\nAda:");
    }

    @Test
    void replies_have_the_whole_message_that_is_continued()
            throws IOException, InterruptedException {
        String fields = "\"continue_\": true, \"temperature\": 0, \"max_tokens\": 8, " + ONCE;
        for (String template : new String[] {"", "\"instruction_template\": \"Alpaca\", "}) {
            HttpResponse<String> reply = post(CHAT, template + fields);
            assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
            assertThat(reply.body()).contains("\"content\":\"Once upon");
        }
    }

    @Test
    void the_oldest_messages_go_when_the_context_is_too_small()
            throws IOException, InterruptedException {
        String old = "{\"role\": \"user\", \"content\": \"" + "word ".repeat(400) + "\"},";
        String fields =
                "\"mode\": \"chat\", \"context\": \" \", \"max_tokens\": 8, \"truncation_length\":"
                        + " 64, \"messages\": ["
                        + old
                        + "{\"role\": \"user\", \"content\": \"Hello!\"}]";
        assertThat(prompt(fields)).isEqualTo("You: Hello!\nAI:");
        HttpResponse<String> reply = post(CHAT, fields);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        assertThat(reply.headers().firstValue("x-parlance-disposition").orElse(""))
                .contains("truncation_length;outcome=approximated");
    }

    @Test
    void a_template_that_never_ends_is_refused() throws IOException, InterruptedException {
        String bomb =
                "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}";
        for (String field : new String[] {"chat_template", "instruction_template_str"}) {
            HttpResponse<String> reply =
                    post(CHAT, "\"" + field + "\": \"" + bomb + "\", \"max_tokens\": 1, " + ONCE);
            assertThat(reply.statusCode()).as(reply.body()).isEqualTo(400);
            assertThat(reply.body()).contains("\"param\":\"" + field + "\"");
        }
    }
}
