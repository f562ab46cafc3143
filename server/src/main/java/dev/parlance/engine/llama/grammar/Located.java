package dev.parlance.engine.llama.grammar;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A schema with its place in the document: a JSON pointer, for messages. Schemas are compared by
/// content alone.
record Located(JsonValue schema, String pointer) {
    static final Located ANYTHING = new Located(new JsonBoolean(true), "");
    static final Located NOTHING = new Located(new JsonBoolean(false), "");

    Located at(String name, JsonValue inner) {
        return new Located(inner, pointer + "/" + name.replace("~", "~0").replace("/", "~1"));
    }

    Located at(String name, int index, JsonValue inner) {
        return new Located(inner, pointer + "/" + name + "/" + index);
    }

    boolean isAnything() {
        return schema.equals(ANYTHING.schema) || schema.equals(JsonObject.EMPTY);
    }

    boolean isNothing() {
        return schema.equals(NOTHING.schema);
    }

    /// The schema that all of these must accept.
    static Located all(List<Located> schemas) {
        List<JsonValue> parts = new ArrayList<>();
        String pointer = "";
        for (Located schema : schemas) {
            if (schema.isNothing()) {
                return schema;
            }
            if (!schema.isAnything() && !parts.contains(schema.schema)) {
                pointer = parts.isEmpty() ? schema.pointer : pointer;
                parts.add(schema.schema);
            }
        }
        return switch (parts.size()) {
            case 0 -> ANYTHING;
            case 1 -> new Located(parts.getFirst(), pointer);
            default -> new Located(new JsonObject(Map.of("allOf", new JsonArray(parts))), pointer);
        };
    }

    GrammarException fault(String message) {
        return new GrammarException(pointer, message);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Located(var theirs, _) && schema.equals(theirs);
    }

    @Override
    public int hashCode() {
        return schema.hashCode();
    }
}
