package dev.parlance.engine.llama.grammar;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The members of a schema, each of the type that its keyword wants.
record SchemaFields(Located schema, JsonObject object) {
    @Nullable JsonValue get(String name) {
        return object.get(name);
    }

    GrammarException fault(String name, String must) {
        JsonValue value = object.get(name);
        return schema.at(name, value == null ? object : value).fault("'" + name + "' " + must);
    }

    boolean isTrue(String name) {
        return JsonValue.of(true).equals(object.get(name));
    }

    @Nullable String text(String name) {
        JsonValue value = object.get(name);
        if (value != null && !(value instanceof JsonString)) {
            throw fault(name, "must be a string.");
        }
        return value instanceof JsonString(String text) ? text : null;
    }

    @Nullable BigDecimal number(String name) {
        JsonValue value = object.get(name);
        if (value != null && !(value instanceof JsonNumber)) {
            throw fault(name, "must be a number.");
        }
        if (!(value instanceof JsonNumber(BigDecimal number))) {
            return null;
        }
        if (Math.abs((long) number.scale()) > 400 || number.precision() > 400) {
            throw fault(name, "must have at most 400 digits.");
        }
        return number;
    }

    int count(String name, int otherwise) {
        BigDecimal value = number(name);
        if (value == null) {
            return otherwise;
        }
        if (value.signum() < 0 || value.stripTrailingZeros().scale() > 0) {
            throw fault(name, "must be a whole number from 0 on.");
        }
        return value.min(BigDecimal.valueOf(Expression.UNBOUNDED)).intValue();
    }

    List<String> texts(String name) {
        JsonValue value = object.get(name);
        // Draft 3 and some OpenAPI documents have a flag there, which means nothing here.
        if (value == null || value instanceof JsonBoolean) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        if (value instanceof JsonArray(var values)) {
            for (JsonValue element : values) {
                if (element instanceof JsonString(String text)) {
                    texts.add(text);
                }
            }
            if (texts.size() == values.size()) {
                return texts;
            }
        }
        throw fault(name, "must be an array of strings.");
    }

    Map<String, Located> schemas(String name) {
        JsonValue value = object.get(name);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof JsonObject(var members))) {
            throw fault(name, "must be an object with schemas.");
        }
        Map<String, Located> schemas = new LinkedHashMap<>();
        Located parent = schema.at(name, value);
        members.forEach((key, inner) -> schemas.put(key, parent.at(key, inner)));
        return schemas;
    }
}
