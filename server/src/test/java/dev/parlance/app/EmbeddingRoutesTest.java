package dev.parlance.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingType;
import dev.parlance.cli.ServerStarter.Mode;
import dev.parlance.config.Config;
import dev.parlance.config.Platform;
import dev.parlance.config.Sources;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonNumber;
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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Embeddings over HTTP by the model that comes along, as a server without any configuration has
/// it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddingRoutesTest {
    private static final String MODEL = "all-minilm-l6-v2";

    private final HttpClient client = HttpClient.newHttpClient();
    private Parlance server;

    @BeforeAll
    void start(@TempDir Path folder) {
        Platform platform = new Platform("Linux", folder, Map.of("PARLANCE_PORT", "0"));
        Config config =
                Config.load(new Sources(null, folder, platform, Map.of("--host", "127.0.0.1")));
        server = Parlance.start(config, Mode.SERVE);
    }

    @AfterAll
    void stop() {
        server.close();
        client.close();
    }

    private HttpResponse<String> post(String path, String body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.urls().getFirst() + path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private JsonObject embed(String body) throws IOException, InterruptedException {
        HttpResponse<String> reply = post("/v1/embeddings", body);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return (JsonObject) Json.parse(reply.body());
    }

    private static JsonValue embedding(JsonObject reply, int index) {
        List<JsonValue> data = ((JsonArray) reply.get("data")).values();
        return ((JsonObject) data.get(index)).get("embedding");
    }

    private static float[] floats(JsonValue embedding) {
        if (embedding instanceof JsonString(String base64)) {
            FloatBuffer values =
                    ByteBuffer.wrap(Base64.getDecoder().decode(base64))
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .asFloatBuffer();
            float[] floats = new float[values.remaining()];
            values.get(floats);
            return floats;
        }
        List<JsonValue> numbers = ((JsonArray) embedding).values();
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = ((JsonNumber) numbers.get(i)).value().floatValue();
        }
        return floats;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                MODEL,
                "default",
                "text-embedding-ada-002",
                "text-embedding-3-small",
                "text-embedding-3-large"
            })
    void the_usual_names_reach_the_model_whose_own_name_the_reply_says(String name)
            throws Exception {
        JsonObject reply = embed("{\"input\": \"hello\", \"model\": \"" + name + "\"}");
        assertThat(reply.get("model")).isEqualTo(JsonValue.of(MODEL));
        assertThat(floats(embedding(reply, 0))).hasSize(384);
    }

    @Test
    void no_name_is_the_default_and_usage_is_real() throws Exception {
        JsonObject reply = embed("{\"input\": [\"hello there\", \"x\"]}");
        assertThat(reply.get("model")).isEqualTo(JsonValue.of(MODEL));
        assertThat(((JsonObject) reply.get("usage")).get("prompt_tokens"))
                .isEqualTo(JsonValue.of(7));
    }

    @Test
    void other_models_stay_what_they_are() throws Exception {
        JsonObject own = embed("{\"input\": \"hello\", \"model\": \"parlance-builtin\"}");
        assertThat(own.get("model")).isEqualTo(JsonValue.of("parlance-builtin"));
        assertThat(
                        post("/v1/embeddings", "{\"input\": \"a\", \"model\": \"no-such\"}")
                                .statusCode())
                .isEqualTo(404);
        assertThat(
                        post(
                                        "/v1/chat/completions",
                                        """
                                        {"model": "all-minilm-l6-v2",
                                         "messages": [{"role": "user", "content": "hi"}]}
                                        """)
                                .body())
                .contains("does not support chat");
    }

    @Test
    void the_model_is_listed() throws Exception {
        HttpResponse<String> reply =
                client.send(
                        HttpRequest.newBuilder(URI.create(server.urls().getFirst() + "/v1/models"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(reply.body()).contains("\"all-minilm-l6-v2\"", "\"parlance-builtin\"");
    }

    @Test
    void base64_and_numbers_are_the_same_unit_vectors() throws Exception {
        JsonObject text = embed("{\"input\": [\"a\", \"bb\"], \"encoding_format\": \"float\"}");
        JsonObject coded = embed("{\"input\": [\"a\", \"bb\"], \"encoding_format\": \"base64\"}");
        for (int i = 0; i < 2; i++) {
            float[] plain = floats(embedding(text, i));
            assertThat(floats(embedding(coded, i))).containsExactly(plain, within(1e-7f));
            double square = 0;
            for (float value : plain) {
                square += (double) value * value;
            }
            assertThat(square).isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void tokens_of_openai_are_the_text_that_they_stand_for() throws Exception {
        var tokens =
                Encodings.newLazyEncodingRegistry()
                        .getEncoding(EncodingType.CL100K_BASE)
                        .encode("The cat sat on the mat.")
                        .boxed();
        for (String model : List.of("text-embedding-ada-002", MODEL)) {
            JsonObject reply = embed("{\"model\": \"" + model + "\", \"input\": [" + tokens + "]}");
            JsonObject text = embed("{\"input\": \"The cat sat on the mat.\"}");
            assertThat(embedding(reply, 0)).isEqualTo(embedding(text, 0));
        }
        HttpResponse<String> flat = post("/v1/embeddings", "{\"input\": " + tokens + "}");
        assertThat(flat.headers().firstValue("X-Parlance-Disposition"))
                .hasValueSatisfying(header -> assertThat(header).contains("cl100k_base"));
        assertThat(post("/v1/embeddings", "{\"input\": [100300]}").body())
                .contains("no token of OpenAI's vocabulary");
    }

    @Test
    void too_much_is_refused_by_name_and_within_bounds() throws Exception {
        String many = "[" + "\"a\",".repeat(9_999) + "\"a\"]";
        assertThat(post("/v1/embeddings", "{\"input\": " + many + "}"))
                .satisfies(reply -> assertThat(reply.statusCode()).isEqualTo(400))
                .satisfies(reply -> assertThat(reply.body()).contains("2048", "10000"));
        String words = "one two three, ".repeat(70_000);
        assertThat(post("/v1/embeddings", "{\"input\": [\"fits\", \"" + words + "\"]}"))
                .satisfies(reply -> assertThat(reply.statusCode()).isEqualTo(400))
                .satisfies(reply ->
                        assertThat(reply.body())
                                .contains("input[1]", "1050000", "context_length_exceeded"));
        for (String empty : List.of("\"\"", "[]", "[\"a\", \"\"]", "[[]]")) {
            assertThat(post("/v1/embeddings", "{\"input\": " + empty + "}").statusCode())
                    .as(empty)
                    .isEqualTo(400);
        }
        assertThat(post("/v1/embeddings", "{\"input\": \"a\", \"dimensions\": 256}").body())
                .contains("chosen number of dimensions");
        assertThat(post("/v1/embeddings", "{\"input\": \"still there\"}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_text_is_cut_when_that_is_asked_for_and_the_reply_says_so() throws Exception {
        String words = "one two three, ".repeat(70_000);
        for (String side : List.of("END", "START")) {
            HttpResponse<String> reply =
                    post(
                            "/v1/embeddings",
                            "{\"truncate\": \"" + side + "\", \"input\": \"" + words + "\"}");
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.body()).contains("\"prompt_tokens\":512");
            assertThat(reply.headers().firstValue("X-Parlance-Disposition"))
                    .hasValueSatisfying(header -> assertThat(header).contains("cut"));
        }
    }

    @Test
    void documents_are_reranked_by_similarity_and_the_reply_says_so() throws Exception {
        HttpResponse<String> reply =
                post(
                        "/v1/rerank",
                        """
                        {"query": "How do I reset my password?", "documents": [
                          "The cat sleeps on the sofa.", "I forgot my login credentials."]}
                        """);
        assertThat(reply.body()).contains("\"model\":\"" + MODEL + "\"");
        assertThat(reply.body()).containsPattern("\"results\":\\[\\{\"index\":1");
        assertThat(reply.headers().firstValue("X-Parlance-Disposition"))
                .hasValueSatisfying(header -> assertThat(header).contains("cosines"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"omni-moderation-latest", "default", "parlance-moderation"})
    void moderation_finds_what_is_plainly_there(String name) throws Exception {
        HttpResponse<String> reply =
                post(
                        "/v1/moderations",
                        """
                        {"model": "NAME", "input": ["I am going to kill you.", "Bake a cake."]}
                        """
                                .replace("NAME", name));
        assertThat(reply.statusCode()).isEqualTo(200);
        List<JsonValue> results =
                ((JsonArray) ((JsonObject) Json.parse(reply.body())).get("results")).values();
        assertThat(results)
                .extracting(result -> ((JsonObject) result).get("flagged"))
                .containsExactly(JsonValue.of(true), JsonValue.of(false));
        assertThat(reply.body()).contains("\"model\":\"parlance-moderation\"");
    }
}
