package dev.parlance.engine.llama;

import dev.parlance.core.chat.ContentPart.ToolUse;
import dev.parlance.core.chat.Tool;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Tools in plain words, for chat templates that know none.
final class PlainTools {
    private PlainTools() {}

    /// A tool as chat templates and OpenAI's clients write it.
    static JsonObject value(Tool tool) {
        JsonObject function = new JsonObject(Map.of("name", JsonValue.of(tool.name())));
        if (tool.description() != null) {
            function = function.with("description", JsonValue.of(tool.description()));
        }
        function = function.with("parameters", tool.parameters());
        return new JsonObject(Map.of("type", JsonValue.of("function"))).with("function", function);
    }

    /// What the model is told.
    static String instruction(List<Tool> tools) {
        return "You can call these functions:\n"
                + tools.stream()
                        .map(tool -> Json.text(value(tool)))
                        .collect(Collectors.joining("\n"))
                + "\nTo call one, answer with this JSON and nothing else:"
                + "\n{\"name\": \"the function\", \"arguments\": {}}"
                + "\nTo call several, answer with a JSON list of such objects."
                + " When no call is needed, answer in plain text.";
    }

    /// Earlier calls, as the model was told to write them.
    static String calls(List<ToolUse> calls) {
        String all =
                calls.stream()
                        .map(call ->
                                "{\"name\": "
                                        + Json.text(JsonValue.of(call.name()))
                                        + ", \"arguments\": "
                                        + call.arguments()
                                        + "}")
                        .collect(Collectors.joining(", "));
        return calls.size() == 1 ? all : "[" + all + "]";
    }

    /// The answer to a call.
    static String result(String name, String text) {
        return "Result of " + name + ":\n" + text;
    }
}
