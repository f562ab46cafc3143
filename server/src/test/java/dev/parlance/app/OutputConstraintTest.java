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

/// Output constraints on the built-in model, from a request's bytes to a reply's.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutputConstraintTest {
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

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.urls().getFirst() + path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.replace('\'', '"')))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> chat(String constraint) throws Exception {
        return post(
                "/v1/chat/completions",
                "{'model':'parlance-builtin','max_tokens':200,'seed':1,"
                        + "'messages':[{'role':'user','content':'Hello'}],"
                        + constraint
                        + "}");
    }

    private static JsonValue at(JsonValue value, Object... path) {
        JsonValue at = value;
        for (Object step : path) {
            at =
                    step instanceof Integer index
                            ? ((JsonArray) at).values().get(index)
                            : Objects.requireNonNull(((JsonObject) at).get((String) step));
        }
        return at;
    }

    private static String content(HttpResponse<String> reply) {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        JsonValue choice = at(Json.parse(reply.body()), "choices", 0);
        assertThat(at(choice, "finish_reason")).isEqualTo(new JsonString("stop"));
        return ((JsonString) at(choice, "message", "content")).value();
    }

    @Test
    void a_reply_has_the_form_of_its_schema() throws Exception {
        String schema =
                "{'type':'object','properties':{'city':{'type':'string','maxLength':12},"
                        + "'degrees':{'type':'integer','minimum':-50,'maximum':50},"
                        + "'sky':{'enum':['clear','cloudy']}},"
                        + "'required':['city','degrees','sky'],'additionalProperties':false}";
        String text =
                content(
                        chat(
                                "'response_format':{'type':'json_schema','json_schema':"
                                        + "{'name':'weather','strict':true,'schema':"
                                        + schema
                                        + "}}"));
        JsonObject weather = (JsonObject) Json.parse(text);
        assertThat(weather.members().keySet()).containsExactly("city", "degrees", "sky");
        assertThat(((JsonString) at(weather, "sky")).value()).isIn("clear", "cloudy");
    }

    @Test
    void every_field_for_a_constraint_works() throws Exception {
        assertThat(content(chat("'guided_choice':['tea','coffee']"))).isIn("tea", "coffee");
        assertThat(content(chat("'guided_regex':'[0-9]{4}-[0-9]{2}'"))).matches("\\d{4}-\\d\\d");
        assertThat(content(chat("'grammar':'root ::= [a-c]{2,5}'"))).matches("[a-c]{2,5}");
        assertThat(content(chat("'structured_outputs':{'json':{'type':'boolean'}}")))
                .isIn("true", "false");
    }

    @Test
    void completions_take_them_too() throws Exception {
        HttpResponse<String> reply =
                post(
                        "/v1/completions",
                        "{'model':'parlance-builtin','prompt':'Tea or coffee?','max_tokens':50,"
                                + "'guided_choice':['tea','coffee']}");
        JsonValue text = at(Json.parse(reply.body()), "choices", 0, "text");
        assertThat(((JsonString) text).value()).isIn("tea", "coffee");
    }

    @Test
    void a_wrong_constraint_is_a_400_that_names_the_place() throws Exception {
        HttpResponse<String> grammar = chat("'grammar':'root ::= nothing'");
        assertThat(grammar.statusCode()).isEqualTo(400);
        assertThat(at(Json.parse(grammar.body()), "error", "param"))
                .isEqualTo(new JsonString("grammar"));
        assertThat(grammar.body()).contains("line 1, column 10: The rule 'nothing' is not defined");
        HttpResponse<String> schema =
                chat(
                        "'response_format':{'type':'json_schema','json_schema':{'name':'x',"
                                + "'strict':true,'schema':{'type':'array','uniqueItems':true}}}");
        assertThat(schema.statusCode()).isEqualTo(400);
        assertThat(at(Json.parse(schema.body()), "error", "param"))
                .isEqualTo(new JsonString("response_format.json_schema.schema/uniqueItems"));
    }

    @Test
    void a_loose_schema_says_what_it_leaves_out() throws Exception {
        HttpResponse<String> reply =
                chat(
                        "'response_format':{'type':'json_schema','json_schema':{'name':'x',"
                                + "'schema':{'type':'array','uniqueItems':true,'maxItems':1,"
                                + "'items':{'type':'boolean'}}}}");
        assertThat(content(reply)).matches("(?s)\\[\\s*(true|false)?\\s*]");
        assertThat(reply.headers().firstValue("X-Parlance-Disposition").orElse(""))
                .contains("response_format.json_schema.schema/uniqueItems");
    }
}
