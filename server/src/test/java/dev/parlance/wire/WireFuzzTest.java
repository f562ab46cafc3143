package dev.parlance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Random input, replayed with `-Dtests.seed=`: what is well-formed survives, what is not ends in
/// the one exception that says so, and nothing depends on how the bytes are cut.
class WireFuzzTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());

    private final Random random = new Random(SEED);

    @BeforeAll
    static void tell() {
        System.err.println("WireFuzzTest -Dtests.seed=" + SEED);
    }

    @Test
    void generated_json_survives_a_round_trip() {
        for (int i = 0; i < 2000; i++) {
            JsonValue value = value(5);

            assertThat(Json.parse(Json.write(value))).isEqualTo(value);
        }
    }

    @Test
    void mutated_json_is_read_or_refused_and_never_anything_else() {
        for (int i = 0; i < 20_000; i++) {
            byte[] text = mutated(Json.write(value(3)));
            try {
                JsonValue read = Json.parse(text);

                assertThat(Json.parse(Json.write(read))).isEqualTo(read);
            } catch (ApiException e) {
                assertRefusal(e);
            }
        }
    }

    @Test
    void random_bytes_are_read_or_refused_and_never_anything_else() {
        JsonLimits limits = new JsonLimits(200, 5, 20, 10, 20);
        for (int i = 0; i < 20_000; i++) {
            byte[] text = new byte[random.nextInt(40)];
            for (int at = 0; at < text.length; at++) {
                text[at] =
                        random.nextInt(8) == 0
                                ? (byte) random.nextInt(256)
                                : (byte)
                                        "{}[]\",:0123456789eE+-.truefalsn \\u\n"
                                                .charAt(random.nextInt(35));
            }
            try {
                assertThat(Json.parse(text, limits)).isNotNull();
            } catch (ApiException e) {
                assertRefusal(e);
            }
        }
    }

    @Test
    void mutated_yaml_is_read_or_refused_and_never_anything_else() {
        String yaml =
                "a: [1, 'x', {b: ~}]\nlist:\n  - host: \"h\"\n    text: |\n      two\n      lines\n";
        for (int i = 0; i < 5000; i++) {
            String text =
                    new String(
                            mutated(yaml.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
            try {
                assertThat(Yaml.parse(text)).isNotNull();
            } catch (ApiException e) {
                assertRefusal(e);
            }
        }
    }

    @Test
    void every_typed_read_of_any_value_gives_it_or_refuses() {
        List<Consumer<JsonField>> reads =
                List.of(
                        JsonField::asString,
                        JsonField::asBoolean,
                        field -> field.asInteger(-10, 10),
                        field -> field.asLong(Long.MIN_VALUE, Long.MAX_VALUE),
                        field -> field.asDouble(-1e300, 1e300),
                        JsonField::asObject,
                        JsonField::asArray,
                        JsonField::asStrings,
                        JsonField::asStringOrStrings,
                        field -> field.asOneOf("a", "b"));
        for (int i = 0; i < 2000; i++) {
            Fields fields = Fields.of(new JsonObject(Map.of("v", value(2))));
            for (Consumer<JsonField> read : reads) {
                try {
                    read.accept(fields.required("v"));
                } catch (ApiException e) {
                    assertRefusal(e);
                }
            }
        }
    }

    @Test
    void frames_survive_any_cut_and_any_line_end() throws IOException {
        for (int i = 0; i < 500; i++) {
            List<SseFrame> frames = new ArrayList<>();
            StringBuilder stream = new StringBuilder();
            String end = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
            for (int n = random.nextInt(6); n > 0; n--) {
                String data = text().replace('\r', ' ');
                SseFrame frame = new SseFrame(random.nextBoolean() ? "e" + n : null, data);
                frames.add(frame);
                stream.append(random.nextInt(3) == 0 ? ": comment" + end : "");
                String encoded = new String(frame.encode(), StandardCharsets.UTF_8);
                stream.append(encoded.replace("\n", end));
            }

            SseParser parser = new SseParser(1 << 20);
            List<SseFrame> parsed = new ArrayList<>();
            for (byte[] piece : cut(stream.toString().getBytes(StandardCharsets.UTF_8))) {
                parsed.addAll(parser.feed(piece));
            }
            assertThat(parsed).isEqualTo(frames);
        }
    }

    @Test
    void garbage_means_the_same_however_it_is_cut() throws IOException {
        for (int i = 0; i < 2000; i++) {
            byte[] garbage = new byte[random.nextInt(80)];
            for (int at = 0; at < garbage.length; at++) {
                garbage[at] = (byte) "data:event id\n\r\n\r: x\u00ff".charAt(random.nextInt(21));
            }
            List<SseFrame> whole = new SseParser(1000).feed(garbage);

            SseParser parser = new SseParser(1000);
            List<SseFrame> pieces = new ArrayList<>();
            for (byte[] piece : cut(garbage)) {
                pieces.addAll(parser.feed(piece));
            }
            assertThat(pieces).isEqualTo(whole);
        }
    }

    @Test
    void json_lines_survive_any_cut() throws IOException {
        for (int i = 0; i < 500; i++) {
            List<JsonValue> values = new ArrayList<>();
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            for (int n = random.nextInt(6); n > 0; n--) {
                JsonValue value = value(2);
                values.add(value);
                stream.writeBytes(NdjsonParser.encode(Json.write(value)));
            }

            NdjsonParser parser = new NdjsonParser(JsonLimits.DEFAULT);
            List<JsonValue> parsed = new ArrayList<>();
            for (byte[] piece : cut(stream.toByteArray())) {
                parsed.addAll(parser.feed(piece));
            }
            assertThat(parsed).isEqualTo(values);
        }
    }

    private static void assertRefusal(ApiException e) {
        assertThat(e.problem()).isInstanceOf(InvalidRequest.class);
        assertThat(e.problem().message().chars()).noneMatch(Character::isISOControl);
        assertThat(e.problem().message()).hasSizeLessThan(600);
    }

    private List<byte[]> cut(byte[] bytes) {
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < bytes.length; ) {
            int length = Math.min(bytes.length - from, random.nextInt(7));
            byte[] piece = new byte[length];
            System.arraycopy(bytes, from, piece, 0, length);
            pieces.add(piece);
            from += length;
        }
        return pieces;
    }

    private byte[] mutated(byte[] bytes) {
        byte[] copy = bytes.clone();
        for (int change = 1 + random.nextInt(3); change > 0 && copy.length > 0; change--) {
            int at = random.nextInt(copy.length);
            switch (random.nextInt(3)) {
                case 0 -> copy[at] = (byte) random.nextInt(256);
                case 1 -> copy[at] ^= (byte) (1 << random.nextInt(8));
                default -> copy = java.util.Arrays.copyOf(copy, at);
            }
        }
        return copy;
    }

    private JsonValue value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> JsonNull.INSTANCE;
            case 1 -> JsonValue.of(random.nextBoolean());
            case 2 -> JsonValue.of(random.nextLong());
            case 3 -> JsonValue.of(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
            case 4 ->
                    new JsonNumber(
                            new BigDecimal(
                                    new BigInteger(random.nextInt(300), random),
                                    random.nextInt(100) - 50));
            case 5 -> JsonValue.of(text());
            case 6 -> {
                List<JsonValue> values = new ArrayList<>();
                for (int n = random.nextInt(5); n > 0; n--) {
                    values.add(value(depth - 1));
                }
                yield new JsonArray(values);
            }
            default -> {
                Map<String, JsonValue> members = new LinkedHashMap<>();
                for (int n = random.nextInt(5); n > 0; n--) {
                    members.put(text(), value(depth - 1));
                }
                yield new JsonObject(members);
            }
        };
    }

    /// Text of ASCII, controls, umlauts, CJK and emoji.
    private String text() {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(12); n > 0; n--) {
            text.appendCodePoint(
                    switch (random.nextInt(5)) {
                        case 0 -> random.nextInt(0x20);
                        case 1 -> 0xc0 + random.nextInt(0x100);
                        case 2 -> 0x4e00 + random.nextInt(0x100);
                        case 3 -> 0x1f600 + random.nextInt(0x40);
                        default -> 0x20 + random.nextInt(0x5f);
                    });
        }
        return text.toString();
    }
}
