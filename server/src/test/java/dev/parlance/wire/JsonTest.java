package dev.parlance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void a_value_of_every_kind_survives_a_round_trip() {
        String text = "{\"b\":[1,-2.50,1E+3,true,false,null,\"é\\n\\\"\\u0000\"],\"a\":{},\"\":[]}";

        assertThat(Json.text(Json.parse(text))).isEqualTo(text);
    }

    @Test
    void numbers_keep_their_digits() {
        String text = "[123456789012345678901234567890,0.1000,1e400,-0.000000000000000000001]";

        JsonArray array = (JsonArray) Json.parse(text);

        assertThat(array.values())
                .extracting(value -> ((JsonNumber) value).value())
                .containsExactly(
                        new BigDecimal("123456789012345678901234567890"),
                        new BigDecimal("0.1000"),
                        new BigDecimal("1e400"),
                        new BigDecimal("-1e-21"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e10000", "1e-99999999999999999999", "[0.5E+12345]"})
    void a_huge_exponent_is_refused_before_arithmetic(String text) {
        assertRefused(text, "exponent is beyond ±9999");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{           | line 1, column 2: the text ends too early",
                "[1,]        | line 1, column 4: unexpected character ']': expected a value",
                "{\"a\":tru} | line 1, column 6: unrecognized token 'tru'",
                "[1] 2       | line 1, column 5: something follows after the end of the JSON value",
                "[1]x        | line 1, column 4: unrecognized token 'x'",
                "NaN         | NaN and Infinity are not JSON numbers",
                "-Infinity   | NaN and Infinity are not JSON numbers",
                "01          | Leading zeroes not allowed",
                "'a'         | line 1, column 1: unexpected character '''",
                "// c        | line 1, column 1: unexpected character '/'",
                "{\"a\":1,\"a\":2} | line 1, column 8: the key 'a' is given twice",
                "[\"\\ud800\"]  | surrogate",
                "{\"\\udc00\":1} | surrogate",
                "[\"é\" 1]    | line 1, column 6: unexpected character '1'",
            })
    void broken_text_is_refused_with_its_place(String text, String expected) {
        assertRefused(text, expected);
    }

    @Test
    void the_line_is_counted() {
        assertRefused("{\n  \"a\": 1,\n  \"b\" 2\n}", "line 3, column 7");
    }

    @Test
    void an_empty_text_is_refused() {
        assertRefused("", "Expected JSON, got an empty text.");
        assertRefused(" \n ", "Expected JSON, got an empty text.");
    }

    @Test
    void a_byte_order_mark_is_skipped() {
        assertThat(Json.parse("\ufeff[1]")).isEqualTo(JsonValue.array(JsonValue.of(1)));
    }

    @Test
    void other_encodings_are_refused() {
        assertRefused("[1]".getBytes(StandardCharsets.UTF_16LE), "a zero byte");
        assertRefused("[1]".getBytes(StandardCharsets.UTF_16), "invalid UTF-8 at byte offset 0");
        assertRefused("[\"é\"]".getBytes(StandardCharsets.ISO_8859_1), "byte offset 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c080",
                "c1bf",
                "e08080",
                "eda080",
                "f0808080",
                "f4908080",
                "f8",
                "80",
                "e282"
            })
    void ill_formed_utf8_is_refused(String hex) {
        byte[] bad = java.util.HexFormat.of().parseHex(hex);
        byte[] text = new byte[bad.length + 4];
        Arrays.fill(text, (byte) '"');
        text[0] = '[';
        text[text.length - 1] = ']';
        System.arraycopy(bad, 0, text, 2, bad.length);

        assertRefused(text, "invalid UTF-8 at byte offset 2");
    }

    @Test
    void control_characters_of_the_text_never_reach_the_message() {
        assertThatThrownBy(() -> Json.parse("{\"a\u001b[31m\" 1\u0007}"))
                .satisfies(e ->
                        assertThat(String.valueOf(e.getMessage()).chars()).noneMatch(c -> c < 32));
        assertThatThrownBy(() -> Json.parse("{\"\\u001b\\r\\n\":1,\"\\u001b\\r\\n\":2}"))
                .hasMessageContaining("the key '???' is given twice")
                .satisfies(e ->
                        assertThat(String.valueOf(e.getMessage()).chars()).noneMatch(c -> c < 32));
    }

    @Test
    void each_limit_refuses_one_more() {
        JsonLimits limits = new JsonLimits(40, 3, 5, 4, 6);

        assertThat(Json.parse(bytes("[[[]]]"), limits)).isNotNull();
        assertRefused(bytes("[[[[]]]]"), limits, "nested deeper than 3 levels");
        assertRefused(bytes("{\"a\":{\"a\":{\"a\":[]}}}"), limits, "nested deeper than 3 levels");
        assertThat(Json.parse(bytes("[\"12345\"]"), limits)).isNotNull();
        assertRefused(bytes("[\"123456\"]"), limits, "a string is longer than 5 characters");
        assertRefused(bytes("{\"123456\":1}"), limits, "a key is longer than 5 characters");
        assertThat(Json.parse(bytes("1234"), limits)).isNotNull();
        assertRefused(bytes("12345"), limits, "a number is longer than 4 characters");
        assertThat(Json.parse(bytes("[1,2,3,4,5]"), limits)).isNotNull();
        assertRefused(bytes("[1,2,3,4,5,6]"), limits, "more than 6 values");
        assertThat(Json.parse(bytes(" ".repeat(39) + "1"), limits)).isNotNull();
        assertRefused(bytes(" ".repeat(40) + "1"), limits, "at most 40 are allowed");
    }

    @Test
    void the_default_depth_is_64() {
        assertThat(Json.parse("[".repeat(64) + "]".repeat(64))).isNotNull();
        assertRefused("[".repeat(65) + "]".repeat(65), "nested deeper than 64 levels");
        assertRefused("[".repeat(200_000), "nested deeper than 64 levels");
    }

    @Test
    void an_object_is_what_parse_object_wants() {
        assertThat(Json.parseObject(bytes("{}"), JsonLimits.DEFAULT)).isSameAs(JsonObject.EMPTY);
        assertThatThrownBy(() -> Json.parseObject(bytes("[]"), JsonLimits.DEFAULT))
                .hasMessage("Expected a JSON object, not an array.");
    }

    @Test
    void a_writer_writes_piece_by_piece() {
        byte[] json =
                new JsonWriter()
                        .beginObject()
                        .field("text", "a\"b")
                        .field("none", (String) null)
                        .field("long", Long.MAX_VALUE)
                        .field("double", 0.5)
                        .field("bool", true)
                        .nullField("null")
                        .field("value", JsonValue.from(List.of(1, "x")))
                        .beginArray("array")
                        .value("s")
                        .value(1)
                        .value(2.0)
                        .value(false)
                        .nullValue()
                        .beginObject()
                        .endObject()
                        .endArray()
                        .beginObject("object")
                        .endObject()
                        .endObject()
                        .toByteArray();

        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"text\":\"a\\\"b\",\"none\":null,\"long\":9223372036854775807,"
                                + "\"double\":0.5,\"bool\":true,\"null\":null,\"value\":[1,\"x\"],"
                                + "\"array\":[\"s\",1,2.0,false,null,{}],\"object\":{}}");
    }

    @Test
    void a_writer_never_fails_on_text_but_on_unfinished_json() {
        assertThat(Json.text(JsonValue.of("a\ud800b\ud83d\ude00\udc00")))
                .isEqualTo("\"a\ufffdb\ud83d\ude00\ufffd\"");
        assertThatThrownBy(() -> new JsonWriter().value(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JsonWriter().beginArray().toByteArray())
                .isInstanceOf(IllegalStateException.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void assertRefused(String text, String expected) {
        assertRefused(bytes(text), expected);
    }

    private static void assertRefused(byte[] text, String expected) {
        assertRefused(text, JsonLimits.DEFAULT, expected);
    }

    private static void assertRefused(byte[] text, JsonLimits limits, String expected) {
        assertThatThrownBy(() -> Json.parse(text, limits))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.problem()).isInstanceOf(InvalidRequest.class))
                .hasMessageContaining(expected);
    }
}
