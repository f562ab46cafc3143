package dev.parlance.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.dialect.textgen.TextgenDialect;
import dev.parlance.http.Route;
import dev.parlance.store.memory.MemoryUsageBook;
import dev.parlance.transcript.EventsEngine;
import dev.parlance.transcript.Script;
import dev.parlance.transcript.Transcripts;
import dev.parlance.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The server's own OpenAPI document says what is served: the same routes, the same fields, the
/// same limits.
class OpenApiDocumentTest {
    private final JsonObject document =
            (JsonObject)
                    Json.parse(
                            read(Path.of("src/main/resources/dev/parlance/console/openapi.json")));

    @Test
    void it_has_the_routes_that_are_served_and_no_others() {
        List<Route> routes =
                new Transcripts(
                                "openai",
                                gateway ->
                                        List.of(
                                                Routes.of(gateway, Stamps.system()),
                                                ModelLifeRoutes.of(gateway),
                                                TextgenDialect.routes(
                                                        gateway,
                                                        new MemoryUsageBook(),
                                                        Transcripts.CLOCK)))
                        .groups(new EventsEngine(Script.parse(""))).stream()
                                .flatMap(group -> group.routes().stream())
                                .toList();
        Set<String> served =
                routes.stream()
                        .flatMap(OpenApiDocumentTest::keys)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> described = new TreeSet<>();
        object(document, "paths")
                .members()
                .forEach((path, item) -> {
                    for (String method : ((JsonObject) item).members().keySet()) {
                        described.add(key(method.toUpperCase(Locale.ROOT), path));
                    }
                });

        assertThat(described).isEqualTo(served);
        assertThat(routes)
                .extracting(Route::access)
                .containsOnly(Route.Access.KEY, Route.Access.ADMIN);
    }

    @Test
    void it_has_every_field_that_the_table_has() {
        List<JsonObject> rows =
                read(Path.of("src/test/resources/openai/request-fields.jsonl"))
                        .lines()
                        .map(line -> (JsonObject) Json.parse(line))
                        .toList();
        for (String[] pair :
                new String[][] {
                    {"chat", "ChatCompletionRequest"},
                    {"completion", "CompletionRequest"},
                    {"embedding", "EmbeddingRequest"}
                }) {
            Set<String> fields =
                    rows.stream()
                            .filter(row -> text(row, "request").equals(pair[0]))
                            .map(row -> text(row, "field"))
                            .filter(field -> !field.equals("sparkle") && !field.contains("[]"))
                            .collect(Collectors.toCollection(TreeSet::new));
            assertThat(properties(pair[1]).members().keySet())
                    .as(pair[1])
                    .containsExactlyInAnyOrderElementsOf(fields);
        }
    }

    @Test
    void its_limits_are_the_decoders() {
        JsonObject chat = properties("ChatCompletionRequest");
        assertThat(object(chat, "n").get("maximum"))
                .isEqualTo(JsonValue.of(ChatRequestDecoder.MAX_CHOICES));
        assertThat(object(chat, "max_tokens").get("maximum"))
                .isEqualTo(JsonValue.of(ChatRequestDecoder.MAX_TOKENS));
        assertThat(object(chat, "tools").get("maxItems"))
                .isEqualTo(JsonValue.of(ToolDecoder.MAX_TOOLS));
        assertThat(object(chat, "logit_bias").get("maxProperties"))
                .isEqualTo(JsonValue.of(SamplingDecoder.MAX_BIASES));
        assertThat(variant(chat, "stop", 1).get("maxItems"))
                .isEqualTo(JsonValue.of(RequestRules.OPENAI.maxStops()));
        assertThat(variant(properties("EmbeddingRequest"), "input", 1).get("maxItems"))
                .isEqualTo(JsonValue.of(EmbeddingCall.MAX_INPUTS));
        assertThat(variant(properties("CompletionRequest"), "prompt", 1).get("maxItems"))
                .isEqualTo(JsonValue.of(CompletionRequestDecoder.MAX_CHOICES));
    }

    @Test
    void what_can_be_streamed_says_so() {
        object(document, "paths")
                .members()
                .forEach((path, item) -> {
                    JsonObject post = object((JsonObject) item, "post");
                    // A template takes what a chat takes and only renders it.
                    if (post == null
                            || post.get("requestBody") == null
                            || path.equals("/apply-template")
                            || path.equals("/v1/internal/chat-prompt")) {
                        return;
                    }
                    JsonObject fields = properties(reference(content(object(post, "requestBody"))));
                    Set<String> replies =
                            content(object(object(post, "responses"), "200")).members().keySet();
                    assertThat(replies.contains("text/event-stream"))
                            .as("events of " + path)
                            .isEqualTo(fields != null && fields.members().containsKey("stream"));
                });
    }

    @Test
    void every_reference_leads_somewhere() {
        Set<String> schemas = object(object(document, "components"), "schemas").members().keySet();
        String text = Json.text(document);
        assertThat(text.split("#/components/schemas/", -1))
                .hasSizeGreaterThan(10)
                .satisfies(pieces -> {
                    for (int i = 1; i < pieces.length; i++) {
                        String name = pieces[i].substring(0, pieces[i].indexOf('"'));
                        assertThat(schemas).contains(name);
                    }
                });
    }

    private JsonObject properties(String schema) {
        return object(
                object(object(object(document, "components"), "schemas"), schema), "properties");
    }

    private static JsonObject variant(JsonObject properties, String name, int index) {
        JsonArray variants = (JsonArray) object(properties, name).get("oneOf");
        return (JsonObject) variants.values().get(index);
    }

    private static JsonObject object(JsonObject parent, String name) {
        return (JsonObject) parent.get(name);
    }

    private static String text(JsonObject row, String name) {
        return ((JsonString) row.get(name)).value();
    }

    private static JsonObject content(JsonObject message) {
        return object(message, "content");
    }

    private static String reference(JsonObject content) {
        String reference = text(object(object(content, "application/json"), "schema"), "$ref");
        return reference.substring(reference.lastIndexOf('/') + 1);
    }

    /// The route of a model's life is one path that ends with what to do.
    private static Stream<String> keys(Route route) {
        String key = key(route.method(), route.path());
        return key.equals("POST /v1/models/{id}")
                ? Stream.of(key + "/load", key + "/unload")
                : Stream.of(key);
    }

    private static String key(String method, String path) {
        return method + " " + path.replace("+}", "}");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
