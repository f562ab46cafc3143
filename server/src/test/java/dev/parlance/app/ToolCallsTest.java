package dev.parlance.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.cli.RunningServer;
import dev.parlance.cli.ServerStarter.Mode;
import dev.parlance.config.Config;
import dev.parlance.config.Platform;
import dev.parlance.config.Sources;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
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
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Tools and thoughts of the built-in model, from a request's bytes to a reply's.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToolCallsTest {
    private static final String ASKS =
            """
            {"model": "parlance-builtin", "temperature": 0, "max_tokens": 100,
             "messages": [{"role": "user", "content": "What is the weather in Paris?"}],
             "tools": [{"type": "function", "function": {"name": "get_weather",
               "description": "Get the weather in a city",
               "parameters": {"type": "object", "properties": {"city": {"type": "string"}},
                              "required": ["city"]}}}]
            """;

    private RunningServer server;
    private HttpClient client;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Path model = Path.of("../models/builtin/parlance-builtin.gguf").toAbsolutePath();
        String yaml =
                "listeners: [{port: 0}]\nmodels: [{id: parlance-builtin, path: '" + model + "'}]\n";
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

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        URI uri = URI.create(server.urls().getFirst() + "/v1/chat/completions");
        return client.send(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /// The value at this path of keys and places.
    private static JsonValue at(JsonValue value, Object... path) {
        JsonValue at = value;
        for (Object step : path) {
            at =
                    step instanceof Integer index
                            ? ((JsonArray) at).values().get(index)
                            : Objects.requireNonNull(
                                    ((JsonObject) at).get((String) step),
                                    () -> "no " + step + " in " + value);
        }
        return at;
    }

    private static String text(JsonValue value, Object... path) {
        return ((JsonString) at(value, path)).value();
    }

    @Test
    void a_call_and_its_result_make_a_conversation() throws Exception {
        JsonValue asked = Json.parse(post(ASKS + "}").body());
        assertThat(text(asked, "choices", 0, "finish_reason")).isEqualTo("tool_calls");
        JsonValue message = at(asked, "choices", 0, "message");
        assertThat(text(message, "tool_calls", 0, "function", "name")).isEqualTo("get_weather");
        String arguments = text(message, "tool_calls", 0, "function", "arguments");
        assertThat(text(Json.parse(arguments), "city")).isEqualTo("Paris");

        String id = text(message, "tool_calls", 0, "id");
        String told =
                ASKS.replace(
                        "Paris?\"}",
                        "Paris?\"}, "
                                + Json.text(message)
                                + ", {\"role\": \"tool\", \"tool_call_id\": \""
                                + id
                                + "\", \"content\": \"12 degrees, rain\"}");
        JsonValue answered = Json.parse(post(told + "}").body());
        assertThat(text(answered, "choices", 0, "message", "content")).contains("12 degrees");
        assertThat(text(answered, "choices", 0, "finish_reason")).isEqualTo("stop");
    }

    @Test
    void a_streamed_call_comes_in_pieces_that_join_to_json() throws Exception {
        String body = post(ASKS + ", \"stream\": true, \"tool_choice\": \"required\"}").body();
        StringBuilder arguments = new StringBuilder();
        int names = 0;
        int pieces = 0;
        for (String line : body.lines().toList()) {
            if (!line.startsWith("data: {")) {
                continue;
            }
            JsonObject delta =
                    (JsonObject) at(Json.parse(line.substring(6)), "choices", 0, "delta");
            if (delta.get("tool_calls") instanceof JsonArray(var calls)) {
                JsonObject function = (JsonObject) at(calls.getFirst(), "function");
                names += function.get("name") == null ? 0 : 1;
                arguments.append(text(function, "arguments"));
                pieces++;
            }
        }
        assertThat(names).isEqualTo(1);
        assertThat(pieces).isGreaterThan(2);
        assertThat(Json.parse(arguments.toString())).isInstanceOf(JsonObject.class);
        assertThat(body).contains("\"finish_reason\":\"tool_calls\"").endsWith("data: [DONE]\n\n");
    }

    @Test
    void thoughts_are_reasoning_content() throws Exception {
        JsonValue reply =
                Json.parse(
                        post("""
                        {"model": "parlance-builtin", "temperature": 0, "max_tokens": 100,
                         "reasoning_effort": "high",
                         "messages": [{"role": "user",
                                       "content": "What is the capital of France?"}]}
                        """)
                                .body());
        assertThat(text(reply, "choices", 0, "message", "reasoning_content")).isNotBlank();
        assertThat(text(reply, "choices", 0, "message", "content"))
                .isNotBlank()
                .doesNotContain("think>");
        assertThat(at(reply, "usage", "completion_tokens_details", "reasoning_tokens").toString())
                .isNotEqualTo(JsonValue.of(0).toString());
    }

    @Test
    void what_cannot_be_combined_is_a_bad_request() throws Exception {
        HttpResponse<String> reply = post(ASKS + ", \"guided_regex\": \"a+\"}");
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).contains("cannot be combined with 'tools'");
    }
}
