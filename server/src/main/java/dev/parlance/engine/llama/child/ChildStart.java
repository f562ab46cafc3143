package dev.parlance.engine.llama.child;

import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.ModelId;
import java.util.List;

/// How a child is started.
///
/// @param engine the engine's name, for problems
/// @param model the model that it runs
/// @param command the program and its arguments: this Java with a main class that calls
///   [ChildHost#serve]
/// @param settings for the engine in the child, as that engine understands them
public record ChildStart(String engine, ModelId model, List<String> command, JsonObject settings) {
    public ChildStart {
        command = List.copyOf(command);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("there is no command to start a child with");
        }
    }
}
