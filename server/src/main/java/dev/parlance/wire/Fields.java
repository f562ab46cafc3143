package dev.parlance.wire;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.problem.ApiException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One JSON object read field by field by a decoder, which sees what it did not read.
///
/// Absent, `null` and a value are told apart by [#field]; the `optional...` reads treat absent and
/// `null` alike. Every read throws [ApiException] `InvalidRequest` whose `param` is the full path
/// and whose message says what was expected and what came. For one thread.
public final class Fields {

    /// Every object that was opened below one root, with the keys that were read of it.
    public static final class Reads {
        private final List<Fields> opened = new ArrayList<>();

        private Reads() {}
    }

    private final JsonObject object;
    private final String path;
    private final Reads reads;
    private final Set<String> read = new HashSet<>();

    Fields(JsonObject object, String path, Reads reads) {
        this.object = object;
        this.path = path;
        this.reads = reads;
        reads.opened.add(this);
    }

    /// The fields of a whole request body.
    ///
    /// @throws ApiException `InvalidRequest` when it is no object
    public static Fields of(JsonValue body) {
        return of(body, "");
    }

    /// The fields of a value that stands at `path`.
    ///
    /// @throws ApiException `InvalidRequest` when it is no object
    public static Fields of(JsonValue value, String path) {
        return new JsonField(path, value, new Reads()).asObject();
    }

    /// Where this object stands; empty for the whole body.
    public String path() {
        return path;
    }

    /// The path of the field of this name, present or not.
    public String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /// The whole object as it came; every key counts as read.
    public JsonObject all() {
        read.addAll(object.members().keySet());
        return object;
    }

    /// True when the key is there, with `null` too; does not count as read.
    public boolean has(String name) {
        return object.get(name) != null;
    }

    /// The field, JSON `null` included, or Java's `null` when it is absent.
    public @Nullable JsonField field(String name) {
        JsonValue value = object.get(name);
        if (value == null) {
            return null;
        }
        read.add(name);
        return new JsonField(path(name), value, reads);
    }

    /// The field, or `null` when it is absent or JSON `null`.
    public @Nullable JsonField optional(String name) {
        JsonField field = field(name);
        return field == null || field.isNull() ? null : field;
    }

    /// The field, which must be there and not be `null`.
    public JsonField required(String name) {
        JsonField field = field(name);
        if (field == null) {
            throw error(name, "it is required");
        }
        if (field.value() instanceof JsonNull) {
            throw error(name, "it is required, but is null");
        }
        return field;
    }

    /// The raw value, or `null` when it is absent or JSON `null`.
    public @Nullable JsonValue optionalValue(String name) {
        JsonField field = optional(name);
        return field == null ? null : field.value();
    }

    /// The text of a required field.
    public String string(String name) {
        return required(name).asString();
    }

    /// The text, or `null`.
    public @Nullable String optionalString(String name) {
        JsonField field = optional(name);
        return field == null ? null : field.asString();
    }

    /// The integer of a required field.
    public int integer(String name, int min, int max) {
        return required(name).asInteger(min, max);
    }

    /// The integer, or `null`.
    public @Nullable Integer optionalInteger(String name, int min, int max) {
        JsonField field = optional(name);
        return field == null ? null : Integer.valueOf(field.asInteger(min, max));
    }

    /// The long integer, or `null`.
    public @Nullable Long optionalLong(String name, long min, long max) {
        JsonField field = optional(name);
        return field == null ? null : Long.valueOf(field.asLong(min, max));
    }

    /// The number of a required field.
    public double number(String name, double min, double max) {
        return required(name).asDouble(min, max);
    }

    /// The number, or `null`.
    public @Nullable Double optionalNumber(String name, double min, double max) {
        JsonField field = optional(name);
        return field == null ? null : Double.valueOf(field.asDouble(min, max));
    }

    /// The truth value, or `fallback` when it is absent or `null`.
    public boolean bool(String name, boolean fallback) {
        JsonField field = optional(name);
        return field == null ? fallback : field.asBoolean();
    }

    /// The truth value, or `null`.
    public @Nullable Boolean optionalBool(String name) {
        JsonField field = optional(name);
        return field == null ? null : Boolean.valueOf(field.asBoolean());
    }

    /// The object of a required field.
    public Fields object(String name) {
        return required(name).asObject();
    }

    /// The object, or `null`.
    public @Nullable Fields optionalObject(String name) {
        JsonField field = optional(name);
        return field == null ? null : field.asObject();
    }

    /// The elements of a required array.
    public List<JsonField> array(String name) {
        return required(name).asArray();
    }

    /// The elements of an array; none when it is absent or `null`.
    public List<JsonField> optionalArray(String name) {
        JsonField field = optional(name);
        return field == null ? List.of() : field.asArray();
    }

    /// One string or several; none when the field is absent or `null`.
    public List<String> optionalStringOrStrings(String name) {
        JsonField field = optional(name);
        return field == null ? List.of() : field.asStringOrStrings();
    }

    /// The text, which is one of these, or `null`.
    public @Nullable String optionalOneOf(String name, String... allowed) {
        JsonField field = optional(name);
        return field == null ? null : field.asOneOf(allowed);
    }

    /// Marks keys as read that need no look.
    public void skip(String... names) {
        read.addAll(List.of(names));
    }

    /// The full paths of all keys that nobody read, in this object and in those opened below it.
    public List<String> unread() {
        List<String> paths = new ArrayList<>();
        for (Fields fields : reads.opened) {
            if (!fields.isWithin(path)) {
                continue;
            }
            for (String key : fields.object.members().keySet()) {
                if (!fields.read.contains(key)) {
                    paths.add(JsonErrors.excerpt(fields.path(key)));
                }
            }
        }
        return paths;
    }

    private boolean isWithin(String ancestor) {
        return ancestor.isEmpty()
                || path.equals(ancestor)
                || path.startsWith(ancestor + ".")
                || path.startsWith(ancestor + "[");
    }

    /// An error about the field of this name; `what` is a clause without a full stop.
    public ApiException error(String name, String what) {
        String param = path(name);
        return ApiException.invalid(param, "Invalid '" + param + "': " + what + ".");
    }
}
