package dev.parlance.dialect.openai.textgen;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The conversion of values to what their fields take, as lenient as Pydantic's: numbers in texts,
/// words for truth values. What cannot be converted is a fault, and all faults are found.
final class Coercion {
    private static final Set<String> YES = Set.of("true", "t", "yes", "y", "on", "1");
    private static final Set<String> NO = Set.of("false", "f", "no", "n", "off", "0");
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+(\\.0*)?");
    private static final int MAX_DIGITS = 64;

    private final List<SchemaFault> faults;

    /// @param faults where faults are added
    Coercion(List<SchemaFault> faults) {
        this.faults = faults;
    }

    /// The value as its field takes it, or `null` after a fault.
    @Nullable JsonValue convert(FieldKind kind, JsonValue value, List<JsonValue> at) {
        return switch (kind) {
            case NUMBER -> number(value, at);
            case INTEGER -> integer(value, at);
            case FLAG -> flag(value, at);
            case TEXT -> text(value, at);
            case TEXTS -> texts(value, at);
            case TEXT_OR_LIST -> value instanceof JsonArray ? value : text(value, at);
            case TEXT_OR_OBJECT ->
                    value instanceof JsonString || value instanceof JsonObject
                            ? value
                            : either(value, at, "dict[any,any]", "dict");
            case OBJECT -> object(value, at);
            case OBJECTS -> objects(value, at, 0);
            case SOME_OBJECTS -> objects(value, at, 1);
            case PROMPT -> prompt(value, at);
        };
    }

    private @Nullable JsonValue number(JsonValue value, List<JsonValue> at) {
        return switch (value) {
            case JsonNumber number -> number;
            case JsonBoolean(boolean flag) -> JsonValue.of(flag ? 1 : 0);
            case JsonString(String text) when matches(DECIMAL, text) ->
                    new JsonNumber(new BigDecimal(text.strip()));
            case JsonString _ ->
                    fault(
                            "float_parsing",
                            at,
                            "Input should be a valid number, unable to parse string as a number",
                            value);
            default -> fault("float_type", at, "Input should be a valid number", value);
        };
    }

    private @Nullable JsonValue integer(JsonValue value, List<JsonValue> at) {
        return switch (value) {
            case JsonNumber number when number.isIntegral() -> number;
            case JsonNumber _ ->
                    fault(
                            "int_from_float",
                            at,
                            "Input should be a valid integer, got a number with a fractional part",
                            value);
            case JsonBoolean(boolean flag) -> JsonValue.of(flag ? 1 : 0);
            case JsonString(String text) when matches(WHOLE, text) ->
                    new JsonNumber(new BigDecimal(text.strip().replaceFirst("\\.0*$", "")));
            case JsonString _ ->
                    fault(
                            "int_parsing",
                            at,
                            "Input should be a valid integer, unable to parse string as an integer",
                            value);
            default -> fault("int_type", at, "Input should be a valid integer", value);
        };
    }

    private static boolean matches(Pattern pattern, String text) {
        return text.length() <= MAX_DIGITS && pattern.matcher(text.strip()).matches();
    }

    private @Nullable JsonValue flag(JsonValue value, List<JsonValue> at) {
        String word =
                switch (value) {
                    case JsonBoolean(boolean flag) -> Boolean.toString(flag);
                    case JsonString(String text) -> text.toLowerCase(Locale.ROOT);
                    case JsonNumber(BigDecimal digits) ->
                            digits.stripTrailingZeros().toPlainString();
                    default -> null;
                };
        if (word == null) {
            return fault("bool_type", at, "Input should be a valid boolean", value);
        }
        if (YES.contains(word) || NO.contains(word)) {
            return JsonValue.of(YES.contains(word));
        }
        return fault(
                "bool_parsing",
                at,
                "Input should be a valid boolean, unable to interpret input",
                value);
    }

    private @Nullable JsonValue text(JsonValue value, List<JsonValue> at) {
        return value instanceof JsonString
                ? value
                : fault("string_type", at, "Input should be a valid string", value);
    }

    private @Nullable JsonValue object(JsonValue value, List<JsonValue> at) {
        return value instanceof JsonObject
                ? value
                : fault("dict_type", at, "Input should be a valid dictionary", value);
    }

    private @Nullable JsonValue objects(JsonValue value, List<JsonValue> at, int least) {
        if (!(value instanceof JsonArray(List<JsonValue> elements))) {
            return fault("list_type", at, "Input should be a valid list", value);
        }
        if (elements.size() < least) {
            faults.add(
                    new SchemaFault(
                            "too_short",
                            at,
                            "List should have at least 1 item after validation, not 0",
                            value,
                            JsonObject.EMPTY
                                    .with("field_type", JsonValue.of("List"))
                                    .with("min_length", JsonValue.of(1))
                                    .with("actual_length", JsonValue.of(0))));
            return null;
        }
        boolean fine = true;
        for (int i = 0; i < elements.size(); i++) {
            fine &= object(elements.get(i), within(at, JsonValue.of(i))) != null;
        }
        return fine ? value : null;
    }

    private @Nullable JsonValue texts(JsonValue value, List<JsonValue> at) {
        if (value instanceof JsonString) {
            return value;
        }
        if (!(value instanceof JsonArray(List<JsonValue> elements))) {
            return either(value, at, "list[str]", "list");
        }
        boolean fine = true;
        for (int i = 0; i < elements.size(); i++) {
            List<JsonValue> place = within(within(at, JsonValue.of("list[str]")), JsonValue.of(i));
            fine &= text(elements.get(i), place) != null;
        }
        return fine ? value : null;
    }

    /// Texts as [#texts], and token ids, alone or in lists; the decoder looks into these.
    private @Nullable JsonValue prompt(JsonValue value, List<JsonValue> at) {
        boolean tokens =
                value instanceof JsonArray(List<JsonValue> elements)
                        && !elements.isEmpty()
                        && elements.stream()
                                .anyMatch(e -> e instanceof JsonNumber || e instanceof JsonArray);
        return tokens ? value : texts(value, at);
    }

    /// The faults of a value that is neither a text nor the other thing.
    private @Nullable JsonValue either(
            JsonValue value, List<JsonValue> at, String other, String kind) {
        text(value, within(at, JsonValue.of("str")));
        String noun = kind.equals("dict") ? "dictionary" : kind;
        return fault(
                kind + "_type",
                within(at, JsonValue.of(other)),
                "Input should be a valid " + noun,
                value);
    }

    private static List<JsonValue> within(List<JsonValue> at, JsonValue step) {
        List<JsonValue> place = new ArrayList<>(at);
        place.add(step);
        return place;
    }

    private @Nullable JsonValue fault(
            String type, List<JsonValue> at, String message, JsonValue value) {
        faults.add(new SchemaFault(type, at, message, value));
        return null;
    }
}
