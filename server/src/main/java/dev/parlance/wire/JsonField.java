package dev.parlance.wire;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// One value of a request with the path that it stands at, for typed reads with clear errors.
///
/// All `as...` methods throw [ApiException] `InvalidRequest` with the path as `param` when the
/// value is of another type or out of bounds; they never convert between types.
///
/// @param path as a client would write it: `messages[2].content[0].text`; empty for the whole body
/// @param value the value, JSON `null` included
/// @param owner what collects unread keys
public record JsonField(String path, JsonValue value, Fields.Reads owner) {

    /// True for JSON `null`.
    public boolean isNull() {
        return value instanceof JsonNull;
    }

    /// True for a string, so that unions can be told apart; likewise the others.
    public boolean isString() {
        return value instanceof JsonString;
    }

    /// True for an array.
    public boolean isArray() {
        return value instanceof JsonArray;
    }

    /// True for an object.
    public boolean isObject() {
        return value instanceof JsonObject;
    }

    /// True for a number.
    public boolean isNumber() {
        return value instanceof JsonNumber;
    }

    /// The text.
    public String asString() {
        if (value instanceof JsonString(String text)) {
            return text;
        }
        throw mismatch("a string");
    }

    /// The truth value.
    public boolean asBoolean() {
        if (value instanceof JsonBoolean(boolean bool)) {
            return bool;
        }
        throw mismatch("a boolean");
    }

    /// The integer; `1.0` and `1e3` count as integers.
    public int asInteger(int min, int max) {
        return (int) asLong(min, max);
    }

    /// The integer; `1.0` and `1e3` count as integers.
    public long asLong(long min, long max) {
        if (!(value instanceof JsonNumber number)) {
            throw mismatch("an integer");
        }
        if (!number.isIntegral()) {
            throw error("expected an integer, got the fraction " + shown(number.value()));
        }
        BigDecimal digits = number.value();
        if (digits.compareTo(BigDecimal.valueOf(min)) < 0
                || digits.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw outOfBounds(digits, Long.toString(min), Long.toString(max));
        }
        return digits.longValueExact();
    }

    /// The number as a double.
    public double asDouble(double min, double max) {
        if (!(value instanceof JsonNumber(BigDecimal digits))) {
            throw mismatch("a number");
        }
        double number = digits.doubleValue();
        if (!(number >= min && number <= max) || Double.isInfinite(number)) {
            throw outOfBounds(digits, plain(min), plain(max));
        }
        return number;
    }

    /// The object, to be read field by field.
    public Fields asObject() {
        if (value instanceof JsonObject object) {
            return new Fields(object, path, owner);
        }
        throw mismatch("an object");
    }

    /// The array's elements, each with its own path.
    public List<JsonField> asArray() {
        if (!(value instanceof JsonArray(var values))) {
            throw mismatch("an array");
        }
        List<JsonField> items = new ArrayList<>(values.size());
        for (JsonValue item : values) {
            items.add(new JsonField(path + "[" + items.size() + "]", item, owner));
        }
        return items;
    }

    /// The array's strings.
    public List<String> asStrings() {
        if (!(value instanceof JsonArray)) {
            throw mismatch("an array of strings");
        }
        return asArray().stream().map(JsonField::asString).toList();
    }

    /// One string, or an array of them.
    public List<String> asStringOrStrings() {
        return switch (value) {
            case JsonString(String text) -> List.of(text);
            case JsonArray _ -> asStrings();
            case JsonNull _, JsonBoolean _, JsonNumber _, JsonObject _ ->
                    throw mismatch("a string or an array of strings");
        };
    }

    /// The text, which is one of these.
    public String asOneOf(String... allowed) {
        String text = asString();
        for (String candidate : allowed) {
            if (candidate.equals(text)) {
                return candidate;
            }
        }
        throw error(
                "expected one of '"
                        + String.join("', '", allowed)
                        + "', got '"
                        + JsonErrors.excerpt(text)
                        + "'");
    }

    /// An error about this value; `what` is a clause without a full stop.
    public ApiException error(String what) {
        return ApiException.invalid(
                path.isEmpty() ? null : path,
                "Invalid "
                        + (path.isEmpty() ? "request body" : "'" + path + "'")
                        + ": "
                        + what
                        + ".");
    }

    /// An error about the type; `expected` has its article: `a string or an array`.
    public ApiException mismatch(String expected) {
        return error("expected " + expected + ", got " + typeName(value));
    }

    private ApiException outOfBounds(BigDecimal digits, String min, String max) {
        return error("expected a number from " + min + " to " + max + ", got " + shown(digits));
    }

    private static String shown(BigDecimal digits) {
        return JsonErrors.excerpt(digits.toString());
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) && Math.abs(bound) < 1e15
                ? Long.toString((long) bound)
                : Double.toString(bound);
    }

    /// The JSON type in words, with its article.
    static String typeName(JsonValue value) {
        return switch (value) {
            case JsonNull _ -> "null";
            case JsonBoolean _ -> "a boolean";
            case JsonNumber number -> number.isIntegral() ? "an integer" : "a number";
            case JsonString _ -> "a string";
            case JsonArray _ -> "an array";
            case JsonObject _ -> "an object";
        };
    }
}
