package dev.parlance.core.chat;

import dev.parlance.core.json.JsonValue.JsonObject;
import java.util.List;

/// The form that the output must have.
public sealed interface OutputConstraint {

    /// Any text.
    record Free() implements OutputConstraint {}

    /// Any JSON object.
    record Json() implements OutputConstraint {}

    /// JSON that this schema accepts.
    record JsonSchema(String name, JsonObject schema, boolean strict) implements OutputConstraint {}

    /// Text that this GBNF grammar accepts.
    record Grammar(String gbnf) implements OutputConstraint {}

    /// Text that this regular expression matches as a whole.
    record Regex(String pattern) implements OutputConstraint {}

    /// One of these texts.
    record Choices(List<String> texts) implements OutputConstraint {
        public Choices {
            texts = List.copyOf(texts);
        }
    }
}
