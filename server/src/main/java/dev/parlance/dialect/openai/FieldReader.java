package dev.parlance.dialect.openai;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One object of a request, read field by field with OpenAI's complaints; what nobody read is
/// reported at the end.
///
/// A JSON `null` counts as absent, as OpenAI treats its optional fields. Not thread-safe.
final class FieldReader {
    private final String path;
    private final JsonObject object;
    private final RequestRules rules;
    private final Set<String> read = new HashSet<>();

    private FieldReader(String path, JsonObject object, RequestRules rules) {
        this.path = path;
        this.object = object;
        this.rules = rules;
    }

    /// A reader of the object at this path.
    ///
    /// @param path the dotted path to it, empty for the body itself
    /// @throws dev.parlance.core.problem.ApiException `InvalidRequest` when it is no object
    static FieldReader of(String path, JsonValue value) {
        return of(path, value, RequestRules.OPENAI);
    }

    /// The same for a request under these rules.
    static FieldReader of(String path, JsonValue value, RequestRules rules) {
        if (value instanceof JsonObject members) {
            return new FieldReader(path, members, rules);
        }
        throw Faults.type(path.isEmpty() ? "body" : path, "an object", value);
    }

    /// The rules that the request is under.
    RequestRules rules() {
        return rules;
    }

    /// The full name of one of its fields.
    String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /// The value, or `null` when it is absent or a JSON `null`.
    @Nullable JsonValue value(String name) {
        read.add(name);
        JsonValue value = object.get(name);
        return value instanceof JsonNull ? null : value;
    }

    /// The value of a field that has to be there.
    JsonValue required(String name) {
        JsonValue value = value(name);
        if (value == null) {
            throw Faults.missing(at(name));
        }
        return value;
    }

    @Nullable String string(String name) {
        JsonValue value = value(name);
        return value == null ? null : text(at(name), value);
    }

    @Nullable String string(String name, int maxLength) {
        String text = string(name);
        if (text != null && text.length() > maxLength) {
            throw Faults.tooLong(at(name), maxLength, text.length());
        }
        return text;
    }

    String requiredString(String name) {
        return text(at(name), required(name));
    }

    /// One of the words, or `null`.
    @Nullable String word(String name, List<String> allowed) {
        return value(name) == null ? null : requiredWord(name, allowed);
    }

    /// One of the words, which has to be there.
    String requiredWord(String name, List<String> allowed) {
        String word = text(at(name), required(name));
        if (!allowed.contains(word)) {
            throw Faults.value(at(name), word, allowed);
        }
        return word;
    }

    /// The boolean, or `null`.
    @Nullable Boolean flag(String name) {
        JsonValue value = value(name);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonBoolean(boolean flag)) {
            return flag;
        }
        throw Faults.type(at(name), "a boolean", value);
    }

    boolean flag(String name, boolean fallback) {
        Boolean flag = flag(name);
        return flag == null ? fallback : flag;
    }

    @Nullable Long integer(String name, long min, long max) {
        JsonValue value = value(name);
        return value == null ? null : integer(at(name), value, min, max);
    }

    @Nullable Integer integer(String name, int min, int max) {
        Long value = integer(name, (long) min, (long) max);
        return value == null ? null : value.intValue();
    }

    @Nullable Double number(String name, double min, double max) {
        JsonValue value = value(name);
        return value == null ? null : number(at(name), value, min, max);
    }

    /// A reader of the object in this field, or `null`.
    @Nullable FieldReader object(String name) {
        JsonValue value = value(name);
        return value == null ? null : of(at(name), value);
    }

    FieldReader requiredObject(String name) {
        return of(at(name), required(name));
    }

    /// The elements of the array in this field, or `null`.
    @Nullable List<JsonValue> array(String name, int maxLength) {
        JsonValue value = value(name);
        return value == null ? null : elements(at(name), value, maxLength);
    }

    /// Readers of the objects in the array in this field, or `null`.
    @Nullable List<FieldReader> objects(String name, int maxLength) {
        List<JsonValue> elements = array(name, maxLength);
        if (elements == null) {
            return null;
        }
        List<FieldReader> readers = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            readers.add(of(at(name) + "[" + i + "]", elements.get(i)));
        }
        return readers;
    }

    /// Reports every field that was not read as ignored.
    void reportUnread(Dispositions dispositions) {
        object.members()
                .forEach((name, value) -> {
                    if (!read.contains(name) && !(value instanceof JsonNull)) {
                        dispositions.ignored(Faults.shown(at(name)), "unknown field");
                    }
                });
    }

    static String text(String path, JsonValue value) {
        if (value instanceof JsonString(String text)) {
            return text;
        }
        throw Faults.type(path, "a string", value);
    }

    static List<JsonValue> elements(String path, JsonValue value, int maxLength) {
        if (!(value instanceof JsonArray(List<JsonValue> elements))) {
            throw Faults.type(path, "an array", value);
        }
        if (elements.size() > maxLength) {
            throw Faults.tooMany(path, maxLength, elements.size());
        }
        return elements;
    }

    static long integer(String path, JsonValue value, long min, long max) {
        if (!(value instanceof JsonNumber number) || !number.isIntegral()) {
            throw Faults.type(path, "an integer", value);
        }
        BigDecimal exact = number.value();
        if (exact.compareTo(BigDecimal.valueOf(min)) < 0) {
            throw Faults.tooSmall(path, "integer", min, exact);
        }
        if (exact.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw Faults.tooLarge(path, "integer", max, exact);
        }
        return exact.longValueExact();
    }

    static double number(String path, JsonValue value, double min, double max) {
        if (!(value instanceof JsonNumber(BigDecimal exact))) {
            throw Faults.type(path, "a decimal", value);
        }
        if (exact.compareTo(BigDecimal.valueOf(min)) < 0) {
            throw Faults.tooSmall(path, "decimal", plain(min), exact);
        }
        if (exact.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw Faults.tooLarge(path, "decimal", plain(max), exact);
        }
        return exact.doubleValue();
    }

    private static String plain(double bound) {
        return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    }
}
