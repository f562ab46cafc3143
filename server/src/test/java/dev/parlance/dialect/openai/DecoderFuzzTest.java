package dev.parlance.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import dev.parlance.wire.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Good requests with parts swapped for nonsense: each is decoded or refused in the dialect's
/// shape, and nothing else escapes.
class DecoderFuzzTest {
    private static final int ROUNDS = 20_000;

    @Test
    void a_mangled_request_is_decoded_or_refused() throws IOException {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        List<JsonObject> requests = requests();
        for (int round = 0; round < ROUNDS; round++) {
            JsonValue mangled = mangle(requests.get(random.nextInt(requests.size())), random);
            try {
                decode(mangled, random.nextInt(3));
            } catch (ApiException e) {
                assertThat(OpenAiProblems.INSTANCE.render(e.problem()).status()).isEqualTo(400);
            } catch (RuntimeException e) {
                throw new AssertionError(
                        "replay with -Dtests.seed=" + seed + ": " + Json.text(mangled), e);
            }
        }
    }

    private static void decode(JsonValue body, int request) {
        Object _ =
                switch (request) {
                    case 0 -> ChatRequestDecoder.decode(body, new Dispositions());
                    case 1 -> CompletionRequestDecoder.decode(body, new Dispositions());
                    default -> EmbeddingCall.decode(body, new Dispositions());
                };
    }

    private static List<JsonObject> requests() throws IOException {
        List<JsonObject> requests = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/transcripts/openai"))) {
            for (Path file : files.filter(f -> f.endsWith("request.http")).sorted().toList()) {
                String text = Files.readString(file);
                String body = text.substring(text.indexOf("\n\n") + 2).strip();
                if (body.startsWith("{") && body.endsWith("}")) {
                    requests.add((JsonObject) Json.parse(body));
                }
            }
        }
        assertThat(requests).hasSizeGreaterThan(50);
        return requests;
    }

    private static JsonValue mangle(JsonValue value, SplittableRandom random) {
        if (random.nextInt(12) == 0) {
            return nonsense(random);
        }
        return switch (value) {
            case JsonObject(Map<String, JsonValue> members) -> {
                Map<String, JsonValue> copy = new LinkedHashMap<>();
                members.forEach((key, member) -> {
                    if (random.nextInt(20) != 0) {
                        copy.put(
                                random.nextInt(30) == 0 ? "x\n\u00e9" : key,
                                mangle(member, random));
                    }
                });
                yield new JsonObject(copy);
            }
            case JsonArray(List<JsonValue> values) ->
                    new JsonArray(values.stream().map(v -> mangle(v, random)).toList());
            case JsonNull _, JsonBoolean _, JsonNumber _, JsonString _ -> value;
        };
    }

    private static JsonValue nonsense(SplittableRandom random) {
        return switch (random.nextInt(10)) {
            case 0 -> JsonNull.INSTANCE;
            case 1 -> JsonValue.of(true);
            case 2 -> JsonValue.of("");
            case 3 -> JsonValue.of("auto");
            case 4 -> JsonValue.of(-1);
            case 5 -> new JsonNumber(new BigDecimal("1e300"));
            case 6 -> new JsonNumber(new BigDecimal("-0.5e-9999"));
            case 7 -> JsonValue.array();
            case 8 -> new JsonObject(Map.of("type", JsonValue.of("function")));
            default -> JsonValue.array(JsonValue.of(1), JsonValue.of("a"), JsonNull.INSTANCE);
        };
    }
}
