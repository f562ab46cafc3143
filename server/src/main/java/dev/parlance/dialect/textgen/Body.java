package dev.parlance.dialect.textgen;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import dev.parlance.http.HttpCall;
import dev.parlance.wire.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One object of a request, read as leniently as text-generation-webui reads it: numbers may be
/// strings, whole numbers may have a fraction of zero, booleans may be words. For one thread.
///
/// All reads throw [ApiException] that names the field; `null` counts as absent where a field may
/// be absent.
final class Body {
    private static final Set<String> YES = Set.of("true", "yes", "on", "1", "y", "t");
    private static final Set<String> NO = Set.of("false", "no", "off", "0", "n", "f");
    private static final int MAX_DIGITS = 40;

    private final String path;
    private final JsonObject object;
    private final Set<String> read = new HashSet<>();

    private Body(String path, JsonObject object) {
        this.path = path;
        this.object = object;
    }

    /// The body of this call.
    static Body of(HttpCall call) {
        return of("", parse(call.body()));
    }

    /// The body of this call, which may be empty.
    static Body orEmpty(HttpCall call) {
        byte[] bytes = call.body();
        return bytes.length == 0 ? new Body("", JsonObject.EMPTY) : of("", parse(bytes));
    }

    private static JsonValue parse(byte[] bytes) {
        try {
            return Json.parse(bytes);
        } catch (ApiException e) {
            throw BadField.of(BadField.NOT_JSON, "", e.problem().message());
        }
    }

    private static Body of(String path, JsonValue value) {
        if (value instanceof JsonObject object) {
            return new Body(path, object);
        }
        throw BadField.of("model_attributes_type", path, "An object of fields is expected here.");
    }

    /// The full name of one of its fields.
    String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /// The names of its fields, in order.
    List<String> names() {
        return List.copyOf(object.members().keySet());
    }

    /// The value as it came, without marking it as read; `null` as in [#value].
    @Nullable JsonValue peek(String name) {
        JsonValue value = object.get(name);
        return value instanceof JsonNull ? null : value;
    }

    /// The value as it came, or `null` when it is absent or JSON's null.
    @Nullable JsonValue value(String name) {
        read.add(name);
        JsonValue value = object.get(name);
        return value instanceof JsonNull ? null : value;
    }

    private JsonValue required(String name) {
        JsonValue value = value(name);
        if (value == null) {
            throw object.get(name) == null
                    ? BadField.of("missing", at(name), "'" + at(name) + "' is missing.")
                    : wrong("string_type", at(name), "null, but it has to have a value");
        }
        return value;
    }

    String text(String name) {
        return text(at(name), required(name));
    }

    @Nullable String optionalText(String name) {
        JsonValue value = value(name);
        return value == null ? null : text(at(name), value);
    }

    @Nullable Integer optionalWhole(String name, int min, int max) {
        JsonValue value = value(name);
        return value == null ? null : whole(at(name), value, min, max);
    }

    int whole(String name, int fallback, int min, int max) {
        Integer value = optionalWhole(name, min, max);
        return value == null ? fallback : value;
    }

    @Nullable Double optionalNumber(String name, double min, double max) {
        JsonValue value = value(name);
        if (value == null) {
            return null;
        }
        double number = number(at(name), value, "float").doubleValue();
        if (!(number >= min && number <= max)) {
            throw outside(at(name), min, max);
        }
        return number;
    }

    boolean flag(String name, boolean fallback) {
        JsonValue value = value(name);
        return value == null ? fallback : flag(at(name), value);
    }

    /// The integers of an array that has to be there.
    List<Integer> wholes(String name, int maxLength, int min, int max) {
        List<JsonValue> elements = elements(at(name), required(name), maxLength);
        List<Integer> numbers = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            numbers.add(whole(at(name) + "[" + i + "]", elements.get(i), min, max));
        }
        return numbers;
    }

    /// The strings of an array that has to be there.
    List<String> texts(String name, int maxLength) {
        List<JsonValue> elements = elements(at(name), required(name), maxLength);
        List<String> texts = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            texts.add(text(at(name) + "[" + i + "]", elements.get(i)));
        }
        return texts;
    }

    /// The object in this field, or an empty one.
    Body object(String name) {
        JsonValue value = value(name);
        return value == null ? new Body(at(name), JsonObject.EMPTY) : of(at(name), value);
    }

    /// Reports every field that was not read as one without effect.
    void reportUnread(Dispositions dispositions, String reason) {
        object.members()
                .forEach((name, value) -> {
                    if (!read.contains(name) && !(value instanceof JsonNull)) {
                        dispositions.ignored(at(shown(name)), reason);
                    }
                });
    }

    /// True for a field that somebody asked for.
    boolean wasRead(String name) {
        return read.contains(name);
    }

    /// As much of a name as a message has room for.
    static String shown(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64) + "...";
    }

    private static String text(String path, JsonValue value) {
        if (value instanceof JsonString(String text)) {
            return text;
        }
        throw wrong("string_type", path, "not a string");
    }

    private static List<JsonValue> elements(String path, JsonValue value, int maxLength) {
        if (!(value instanceof JsonArray(var elements))) {
            throw wrong("list_type", path, "not a list");
        }
        if (elements.size() > maxLength) {
            throw wrong(
                    "too_long",
                    path,
                    elements.size() + " elements long; " + maxLength + " are the most");
        }
        return elements;
    }

    private static int whole(String path, JsonValue value, int min, int max) {
        BigDecimal number = number(path, value, "int");
        if (number.stripTrailingZeros().scale() > 0) {
            throw wrong("int_from_float", path, "not a whole number");
        }
        if (number.compareTo(BigDecimal.valueOf(min)) < 0
                || number.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw outside(path, min, max);
        }
        return number.intValueExact();
    }

    private static BigDecimal number(String path, JsonValue value, String type) {
        return switch (value) {
            case JsonNumber(var number) -> number;
            case JsonBoolean(var flag) -> flag ? BigDecimal.ONE : BigDecimal.ZERO;
            case JsonString(var text) -> parsed(path, text.strip(), type);
            case JsonNull _, JsonArray _, JsonObject _ ->
                    throw wrong(type + "_type", path, "not a number");
        };
    }

    private static BigDecimal parsed(String path, String text, String type) {
        try {
            if (text.length() <= MAX_DIGITS) {
                BigDecimal number = new BigDecimal(text);
                if (Math.abs(number.scale()) <= MAX_DIGITS) {
                    return number;
                }
            }
        } catch (NumberFormatException _) {
            // Refused below.
        }
        throw wrong(type + "_parsing", path, "a string that is no number");
    }

    private static boolean flag(String path, JsonValue value) {
        String word =
                switch (value) {
                    case JsonBoolean(var flag) -> Boolean.toString(flag);
                    case JsonNumber(var number) -> number.stripTrailingZeros().toPlainString();
                    case JsonString(var text) -> text.toLowerCase(Locale.ROOT);
                    case JsonNull _, JsonArray _, JsonObject _ -> "";
                };
        if (YES.contains(word)) {
            return true;
        }
        if (NO.contains(word)) {
            return false;
        }
        throw wrong("bool_parsing", path, "neither true nor false");
    }

    private static ApiException outside(String path, double min, double max) {
        return wrong("out_of_range", path, "not from " + plain(min) + " to " + plain(max));
    }

    private static String plain(double bound) {
        return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    }

    private static ApiException wrong(String rule, String path, String what) {
        return BadField.of(rule, path, "'" + path + "' is " + what + ".");
    }
}
