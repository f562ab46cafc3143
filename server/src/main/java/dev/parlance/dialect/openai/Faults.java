package dev.parlance.dialect.openai;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/// The wordings and codes of OpenAI's complaints about a request's fields.
///
/// Clients match on `code`, people read the message; both are OpenAI's own where OpenAI's are
/// known.
final class Faults {
    /// The longest value that a message repeats, in characters.
    private static final int SHOWN = 64;

    private Faults() {}

    /// A field that has to be there and is not.
    static ApiException missing(String param) {
        return fault(
                param,
                "missing_required_parameter",
                "Missing required parameter: '" + param + "'.");
    }

    /// A value of another JSON type than the one expected ("an integer", "a string", ...).
    static ApiException type(String param, String expected, JsonValue got) {
        return fault(
                param,
                "invalid_type",
                "Invalid type for '"
                        + param
                        + "': expected "
                        + expected
                        + ", but got "
                        + nameOf(got)
                        + " instead.");
    }

    /// A word that is none of the allowed ones.
    static ApiException value(String param, String got, List<String> allowed) {
        String list =
                allowed.stream().map(word -> "'" + word + "'").collect(Collectors.joining(", "));
        return fault(
                param,
                "invalid_value",
                "Invalid value: '" + shown(got) + "'. Supported values are: " + list + ".");
    }

    /// A value that cannot stand for the reason given, a whole sentence.
    static ApiException value(String param, String why) {
        return fault(param, "invalid_value", "Invalid value for '" + param + "': " + why);
    }

    /// A number below the least allowed one; `kind` is `integer` or `decimal`.
    static ApiException tooSmall(String param, String kind, Object min, BigDecimal got) {
        return fault(
                param,
                kind + "_below_min_value",
                bound(param, kind + " below minimum value. Expected a value >= " + min, got));
    }

    /// A number above the greatest allowed one; `kind` is `integer` or `decimal`.
    static ApiException tooLarge(String param, String kind, Object max, BigDecimal got) {
        return fault(
                param,
                kind + "_above_max_value",
                bound(param, kind + " above maximum value. Expected a value <= " + max, got));
    }

    /// A string longer than the limit, in characters.
    static ApiException tooLong(String param, int max, int got) {
        return fault(
                param,
                "string_above_max_length",
                "Invalid '"
                        + param
                        + "': string too long. Expected a string with maximum length "
                        + max
                        + ", but got a string with length "
                        + got
                        + " instead.");
    }

    /// An array with more elements than the limit.
    static ApiException tooMany(String param, int max, int got) {
        return fault(
                param,
                "array_above_max_length",
                "Invalid '"
                        + param
                        + "': array too long. Expected an array with maximum length "
                        + max
                        + ", but got an array with length "
                        + got
                        + " instead.");
    }

    /// An array that must have elements and has none.
    static ApiException emptyArray(String param) {
        return fault(
                param,
                "empty_array",
                "Invalid '"
                        + param
                        + "': empty array. Expected an array with minimum length 1, but got an"
                        + " empty array instead.");
    }

    /// A field of OpenAI's that this server refuses because ignoring it would mislead.
    static ApiException unsupported(String param, String why) {
        return fault(
                param, "unsupported_parameter", "Unsupported parameter: '" + param + "'. " + why);
    }

    /// A value of OpenAI's that this server refuses because ignoring it would mislead.
    static ApiException unsupportedValue(String param, String value, String why) {
        return fault(
                param,
                "unsupported_value",
                "Unsupported value: '"
                        + param
                        + "' does not support '"
                        + shown(value)
                        + "'. "
                        + why);
    }

    /// Fields that exclude each other or need each other.
    static ApiException combination(String param, String message) {
        return fault(param, "invalid_parameter_combination", message);
    }

    /// The value, cut to what a message should repeat.
    static String shown(String value) {
        String flat =
                value.codePoints()
                        .limit(SHOWN)
                        .map(c -> Character.isISOControl(c) ? ' ' : c)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        return flat.length() < value.length() ? flat + "..." : flat;
    }

    private static String bound(String param, String what, BigDecimal got) {
        return "Invalid '"
                + param
                + "': "
                + what
                + ", but got "
                + shown(got.toString())
                + " instead.";
    }

    private static String nameOf(JsonValue value) {
        return switch (value) {
            case JsonNull _ -> "null";
            case JsonBoolean _ -> "a boolean";
            case JsonNumber number -> number.isIntegral() ? "an integer" : "a decimal number";
            case JsonString _ -> "a string";
            case JsonArray _ -> "an array";
            case JsonObject _ -> "an object";
        };
    }

    private static ApiException fault(String param, String code, String message) {
        return new ApiException(new InvalidRequest(param, message, code));
    }
}
