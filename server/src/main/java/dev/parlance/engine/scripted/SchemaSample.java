package dev.parlance.engine.scripted;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A plain value that a JSON schema accepts, with a given text in its strings.
///
/// Understands `const`, `enum`, `default`, `type`, `properties`, `items`, `minItems`, bounds of
/// numbers and lengths, `anyOf`, `oneOf`, `allOf` (their first) and local `$ref`s; that is what
/// clients generate from their types. A schema that needs more gets a value that may not fit, and
/// one that nests deeper than [#DEEPEST] or asks for more than [#MOST] values gets `null`s there.
final class SchemaSample {
    private static final int DEEPEST = 16;
    private static final int MOST = 2000;
    private static final int MOST_ITEMS = 100;

    private final JsonObject root;
    private final String text;
    private int values;

    SchemaSample(JsonObject root, String text) {
        this.root = root;
        this.text = text;
    }

    JsonValue value() {
        return value(root, 0);
    }

    private JsonValue value(@Nullable JsonValue schema, int depth) {
        if (++values > MOST || depth > DEEPEST) {
            return JsonNull.INSTANCE;
        }
        if (!(schema instanceof JsonObject object)) {
            return JsonValue.of(text);
        }
        for (String key : List.of("const", "default")) {
            JsonValue fixed = object.get(key);
            if (fixed != null) {
                return fixed;
            }
        }
        if (object.get("enum") instanceof JsonArray(var choices) && !choices.isEmpty()) {
            return choices.getFirst();
        }
        if (object.get("$ref") instanceof JsonString(var reference)) {
            return value(resolve(reference), depth + 1);
        }
        for (String key : List.of("anyOf", "oneOf", "allOf")) {
            if (object.get(key) instanceof JsonArray(var options) && !options.isEmpty()) {
                return value(options.getFirst(), depth + 1);
            }
        }
        return ofType(type(object), object, depth);
    }

    private JsonValue ofType(String type, JsonObject schema, int depth) {
        return switch (type) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "string" -> string(schema);
            case "integer", "number" -> number(schema, type.equals("integer"));
            case "boolean" -> JsonValue.of(true);
            default -> JsonNull.INSTANCE;
        };
    }

    private JsonValue object(JsonObject schema, int depth) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        if (schema.get("properties") instanceof JsonObject(var properties)) {
            properties.forEach((key, property) -> members.put(key, value(property, depth + 1)));
        }
        return new JsonObject(members);
    }

    private JsonValue array(JsonObject schema, int depth) {
        int size = Math.max(1, bound(schema, "minItems", 1));
        List<JsonValue> items = new ArrayList<>();
        for (int i = 0; i < Math.min(size, MOST_ITEMS); i++) {
            items.add(value(schema.get("items"), depth + 1));
        }
        return new JsonArray(items);
    }

    private JsonValue string(JsonObject schema) {
        int min = Math.min(bound(schema, "minLength", 0), 10_000);
        int max = bound(schema, "maxLength", Integer.MAX_VALUE);
        String padded = text.length() < min ? text + ".".repeat(min - text.length()) : text;
        if (padded.length() <= max) {
            return JsonValue.of(padded);
        }
        int end = Character.isLowSurrogate(padded.charAt(max)) ? max - 1 : max;
        return JsonValue.of(padded.substring(0, Math.max(0, end)));
    }

    private static JsonValue number(JsonObject schema, boolean integer) {
        BigDecimal number = BigDecimal.ONE;
        BigDecimal step = integer ? BigDecimal.ONE : new BigDecimal("0.5");
        if (schema.get("minimum") instanceof JsonNumber(var least)) {
            number = number.max(least);
        }
        if (schema.get("exclusiveMinimum") instanceof JsonNumber(var bound)
                && number.compareTo(bound) <= 0) {
            number = bound.add(step);
        }
        if (schema.get("maximum") instanceof JsonNumber(var most)) {
            number = number.min(most);
        }
        if (schema.get("exclusiveMaximum") instanceof JsonNumber(var bound)
                && number.compareTo(bound) >= 0) {
            number = bound.subtract(step);
        }
        return new JsonNumber(number);
    }

    private static int bound(JsonObject schema, String key, int fallback) {
        return schema.get(key) instanceof JsonNumber(var number)
                ? Math.clamp(number.longValue(), 0, Integer.MAX_VALUE)
                : fallback;
    }

    private static String type(JsonObject schema) {
        JsonValue type = schema.get("type");
        if (type instanceof JsonArray(var types) && !types.isEmpty()) {
            type = types.getFirst();
        }
        if (type instanceof JsonString(var name)) {
            return name;
        }
        return schema.get("items") != null ? "array" : "object";
    }

    /// The sub-schema at a path like `#/$defs/Name`.
    private @Nullable JsonValue resolve(String reference) {
        if (!reference.startsWith("#")) {
            return null;
        }
        JsonValue at = root;
        for (String key : reference.substring(1).split("/", -1)) {
            if (!key.isEmpty()) {
                String name = key.replace("~1", "/").replace("~0", "~");
                at = at instanceof JsonObject object ? object.get(name) : null;
            }
        }
        return at;
    }
}
