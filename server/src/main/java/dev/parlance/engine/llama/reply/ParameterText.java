package dev.parlance.engine.llama.reply;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import dev.parlance.wire.Json;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The JSON of a parameter that a model wrote as plain text, by the schema of its tool.
final class ParameterText {
    private ParameterText() {}

    /// True when the schema leaves no doubt that this parameter is a string, or does not know it.
    static boolean isString(JsonObject schema, String key) {
        JsonObject property = property(schema, key);
        return property == null || types(property).equals(Set.of("string"));
    }

    /// The value as JSON text: of a type that the schema names if it can be read as one, else a
    /// string.
    static String json(JsonObject schema, String key, String text) {
        JsonObject property = property(schema, key);
        Set<String> types = property == null ? Set.of("string") : types(property);
        JsonValue value = parsed(text.strip(), types);
        boolean fits = value != null && (types.isEmpty() || types.contains(type(value, types)));
        return fits && value != null ? Json.text(value) : Json.text(JsonValue.of(text));
    }

    private static @Nullable JsonObject property(JsonObject schema, String key) {
        return schema.get("properties") instanceof JsonObject properties
                        && properties.get(key) instanceof JsonObject property
                ? property
                : null;
    }

    private static Set<String> types(JsonObject property) {
        Set<String> types = new TreeSet<>();
        switch (property.get("type")) {
            case JsonString(var type) -> types.add(type);
            case JsonArray(var several) -> {
                for (JsonValue type : several) {
                    if (type instanceof JsonString(var name)) {
                        types.add(name);
                    }
                }
            }
            case JsonNull _, JsonBoolean _, JsonNumber _, JsonObject _ -> {}
            case null -> {}
        }
        return types;
    }

    private static @Nullable JsonValue parsed(String text, Set<String> types) {
        // Templates in Jinja show these as Python does, and models learn it.
        if (types.contains("boolean") && (text.equals("True") || text.equals("False"))) {
            return JsonValue.of(text.equals("True"));
        }
        if (types.contains("null") && text.equals("None")) {
            return JsonNull.INSTANCE;
        }
        try {
            return Json.parse(text);
        } catch (ApiException e) {
            return null;
        }
    }

    private static String type(JsonValue value, Set<String> types) {
        return switch (value) {
            case JsonNull _ -> "null";
            case JsonBoolean _ -> "boolean";
            case JsonNumber number ->
                    number.isIntegral() && types.contains("integer") ? "integer" : "number";
            case JsonString _ -> "string";
            case JsonArray _ -> "array";
            case JsonObject _ -> "object";
        };
    }
}
