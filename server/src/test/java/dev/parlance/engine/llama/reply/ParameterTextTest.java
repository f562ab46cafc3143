package dev.parlance.engine.llama.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterTextTest {
    static final JsonObject SCHEMA =
            (JsonObject)
                    Json.parse(
                            """
                            {"type": "object", "properties": {
                              "text": {"type": "string"}, "count": {"type": "integer"},
                              "size": {"type": "number"}, "flag": {"type": "boolean"},
                              "list": {"type": "array"}, "maybe": {"type": ["string", "null"]},
                              "any": {"anyOf": []}}}
                            """);

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "text, 12, `\"12\"`",
                "count, 12, 12",
                "count, ` 12 `, 12",
                "count, 1.5, `\"1.5\"`",
                "count, twelve, `\"twelve\"`",
                "size, 12, 12",
                "size, 1.50, 1.50",
                "flag, true, true",
                "flag, False, false",
                "flag, yes, `\"yes\"`",
                "list, `[1, {}]`, `[1,{}]`",
                "maybe, null, null",
                "maybe, None, null",
                "maybe, 12, `\"12\"`",
                "any, 12, 12",
                "any, `{\"a\": 1}`, `{\"a\":1}`",
                "any, so, `\"so\"`",
                "unknown, 12, `\"12\"`"
            })
    void a_text_becomes_what_the_schema_says(String key, String text, String json) {
        assertThat(ParameterText.json(SCHEMA, key, text)).isEqualTo(json);
    }

    @Test
    void only_a_sure_string_is_streamed() {
        assertThat(ParameterText.isString(SCHEMA, "text")).isTrue();
        assertThat(ParameterText.isString(SCHEMA, "unknown")).isTrue();
        assertThat(ParameterText.isString(SCHEMA, "maybe")).isFalse();
        assertThat(ParameterText.isString(SCHEMA, "any")).isFalse();
        assertThat(ParameterText.isString(JsonObject.EMPTY, "text")).isTrue();
    }
}
