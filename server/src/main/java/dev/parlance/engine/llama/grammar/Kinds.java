package dev.parlance.engine.llama.grammar;

import dev.parlance.core.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/// The kinds of JSON values, as bits of a set.
final class Kinds {
    static final int NULL = 1;
    static final int BOOLEAN = 2;
    static final int OBJECT = 4;
    static final int ARRAY = 8;
    static final int STRING = 16;
    static final int WHOLE = 32;
    static final int FRACTION = 64;
    static final int NUMBER = WHOLE | FRACTION;
    static final int ALL = 127;

    private Kinds() {}

    /// The bits of a word of `type`, or 0 for no such word.
    static int named(String type) {
        return switch (type) {
            case "null" -> NULL;
            case "boolean" -> BOOLEAN;
            case "object" -> OBJECT;
            case "array" -> ARRAY;
            case "string" -> STRING;
            case "integer" -> WHOLE;
            case "number" -> NUMBER;
            default -> 0;
        };
    }

    static int of(JsonValue value) {
        return switch (value) {
            case JsonValue.JsonNull _ -> NULL;
            case JsonValue.JsonBoolean _ -> BOOLEAN;
            case JsonValue.JsonObject _ -> OBJECT;
            case JsonValue.JsonArray _ -> ARRAY;
            case JsonValue.JsonString _ -> STRING;
            case JsonValue.JsonNumber number -> number.isIntegral() ? WHOLE : FRACTION;
        };
    }

    /// True when two values are equal for JSON Schema: `1` and `1.0` are.
    static boolean same(JsonValue a, JsonValue b) {
        return normal(a).equals(normal(b));
    }

    /// The value with its numbers in one form, and the members of objects comparable.
    static JsonValue normal(JsonValue value) {
        return switch (value) {
            case JsonValue.JsonNumber(var number) ->
                    new JsonValue.JsonNumber(number.stripTrailingZeros());
            case JsonValue.JsonArray(var values) ->
                    new JsonValue.JsonArray(values.stream().map(Kinds::normal).toList());
            case JsonValue.JsonObject(var members) -> {
                Map<String, JsonValue> copy = new LinkedHashMap<>();
                members.forEach((name, member) -> copy.put(name, normal(member)));
                yield new JsonValue.JsonObject(copy);
            }
            case JsonValue.JsonNull _, JsonValue.JsonBoolean _, JsonValue.JsonString _ -> value;
        };
    }
}
