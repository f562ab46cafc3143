package dev.parlance.core.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One JSON value: immutable, compared by content, keys in the order they were given.
///
/// Holds what core passes along without interpreting: JSON Schemas, tool arguments, extensions.
/// Reading and writing bytes is the work of `dev.parlance.wire`.
public sealed interface JsonValue {

    /// The JSON literal `null`; "absent" is Java's `null` from [JsonObject#get].
    enum JsonNull implements JsonValue {
        /// The only instance.
        INSTANCE
    }

    /// `true` or `false`.
    record JsonBoolean(boolean value) implements JsonValue {}

    /// A number with the digits it was written with, so that large integers survive.
    record JsonNumber(BigDecimal value) implements JsonValue {

        /// True when the number has no fractional part: `1`, `1.0` and `1e3` are integral.
        public boolean isIntegral() {
            return value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
        }
    }

    /// A string of Unicode text.
    record JsonString(String value) implements JsonValue {}

    /// An ordered list of values.
    record JsonArray(List<JsonValue> values) implements JsonValue {
        public JsonArray {
            values = List.copyOf(values);
        }
    }

    /// An object; keys are unique and keep their order.
    record JsonObject(Map<String, JsonValue> members) implements JsonValue {
        /// The object without members.
        public static final JsonObject EMPTY = new JsonObject(Map.of());

        public JsonObject {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /// The member with this key, or `null` when it is absent (never for a JSON `null`).
        public @Nullable JsonValue get(String key) {
            return members.get(key);
        }

        /// A copy with `key` set to `value`, at its old place or else at the end.
        public JsonObject with(String key, JsonValue value) {
            Map<String, JsonValue> copy = new LinkedHashMap<>(members);
            copy.put(key, value);
            return new JsonObject(copy);
        }
    }

    /// The JSON string of this text.
    static JsonValue of(String text) {
        return new JsonString(text);
    }

    /// The JSON number of this integer.
    static JsonValue of(long number) {
        return new JsonNumber(BigDecimal.valueOf(number));
    }

    /// The JSON number of this finite double.
    ///
    /// @throws NumberFormatException for an infinite value or a NaN, which JSON cannot say
    static JsonValue of(double number) {
        return new JsonNumber(BigDecimal.valueOf(number));
    }

    /// The JSON boolean of this value.
    static JsonValue of(boolean value) {
        return new JsonBoolean(value);
    }

    /// The JSON array of these values, in this order.
    static JsonArray array(JsonValue... values) {
        return new JsonArray(List.of(values));
    }

    /// The JSON value of plain Java data: `null`, `Boolean`, `Number`, `CharSequence`, `List`,
    /// `Map` with string keys, or a `JsonValue` itself, nested to any depth.
    ///
    /// @throws IllegalArgumentException for any other type
    static JsonValue from(@Nullable Object value) {
        return switch (value) {
            case null -> JsonNull.INSTANCE;
            case JsonValue json -> json;
            case Boolean bool -> new JsonBoolean(bool);
            case BigDecimal number -> new JsonNumber(number);
            case Number number -> new JsonNumber(new BigDecimal(number.toString()));
            case CharSequence text -> new JsonString(text.toString());
            case List<?> list -> {
                List<JsonValue> values = new ArrayList<>(list.size());
                for (Object element : list) {
                    values.add(from(element));
                }
                yield new JsonArray(values);
            }
            case Map<?, ?> map -> {
                Map<String, JsonValue> members = new LinkedHashMap<>();
                map.forEach((key, member) -> members.put(String.valueOf(key), from(member)));
                yield new JsonObject(members);
            }
            default ->
                    throw new IllegalArgumentException(
                            "no JSON form for " + value.getClass().getName());
        };
    }
}
