package dev.parlance.engine.llama.reply;

import dev.parlance.core.chat.Tool;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.engine.llama.grammar.GrammarBuilder.Part;
import java.util.ArrayList;
import java.util.List;

/// The grammar of parameters that stand between tags.
final class TaggedGrammar {
    private TaggedGrammar() {}

    /// The parameters of this tool: those that it needs and, in the order of its schema, any of the
    /// others.
    static Part parameters(TaggedParameters tags, CallParts parts, Tool tool) {
        List<Part> all = new ArrayList<>();
        if (!(tool.parameters().get("properties") instanceof JsonObject properties)) {
            return parts.text("");
        }
        List<JsonValue> required =
                tool.parameters().get("required") instanceof JsonArray(var names)
                        ? names
                        : List.of();
        properties
                .members()
                .forEach((name, schema) -> {
                    Part parameter = parameter(tags, parts, tool, name, schema);
                    boolean needed = required.contains(JsonValue.of(name));
                    all.add(needed ? parameter : parts.optional(parameter));
                });
        return parts.sequence(all.toArray(Part[]::new));
    }

    private static Part parameter(
            TaggedParameters tags, CallParts parts, Tool tool, String name, JsonValue schema) {
        String line = tags.lined() ? "\n" : "";
        return parts.sequence(
                parts.space(),
                parts.text(tags.keyOpen() + name + tags.keyEnd()),
                parts.text(tags.valueOpen() + line),
                value(tags, parts, tool, name, schema),
                parts.text(line + tags.valueEnd()));
    }

    private static Part value(
            TaggedParameters tags, CallParts parts, Tool tool, String name, JsonValue schema) {
        if (ParameterText.isString(tool.parameters(), name)
                || !(schema instanceof JsonObject object)) {
            return texts(tags, parts, schema);
        }
        JsonValue shared = tool.parameters().get("$defs");
        JsonObject whole = shared == null ? object : object.with("$defs", shared);
        return parts.schema(tool, whole, "/properties/" + name);
    }

    /// A string, which stands there without quotes: one of those listed, or any.
    private static Part texts(TaggedParameters tags, CallParts parts, JsonValue schema) {
        List<Part> listed = new ArrayList<>();
        if (schema instanceof JsonObject object
                && object.get("enum") instanceof JsonArray(var values)) {
            for (JsonValue value : values) {
                if (value instanceof JsonValue.JsonString(var text)) {
                    listed.add(parts.text(text));
                }
            }
        }
        return listed.isEmpty() ? parts.until(tags.valueEnd()) : parts.either(listed);
    }
}
