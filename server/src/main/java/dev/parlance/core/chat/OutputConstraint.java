package dev.parlance.core.chat;

import dev.parlance.core.json.JsonValue.JsonObject;
import java.util.List;

/// The form that the output must have.
public sealed interface OutputConstraint {

    /// The field of the request that says so, for messages.
    String param();

    /// Any text.
    record Free() implements OutputConstraint {
        @Override
        public String param() {
            return "response_format";
        }
    }

    /// Any JSON object.
    record Json() implements OutputConstraint {
        @Override
        public String param() {
            return "response_format";
        }
    }

    /// JSON that this schema accepts.
    ///
    /// @param strict true when every keyword must be followed; else one that cannot be followed is
    ///   left out and reported
    record JsonSchema(String name, JsonObject schema, boolean strict, String param)
            implements OutputConstraint {
        public JsonSchema(String name, JsonObject schema, boolean strict) {
            this(name, schema, strict, "response_format.json_schema.schema");
        }
    }

    /// Text that this GBNF grammar accepts.
    record Grammar(String gbnf, String param) implements OutputConstraint {
        public Grammar(String gbnf) {
            this(gbnf, "grammar");
        }
    }

    /// Text that this regular expression matches as a whole.
    record Regex(String pattern, String param) implements OutputConstraint {
        public Regex(String pattern) {
            this(pattern, "regex");
        }
    }

    /// One of these texts.
    record Choices(List<String> texts, String param) implements OutputConstraint {
        public Choices {
            texts = List.copyOf(texts);
        }

        public Choices(List<String> texts) {
            this(texts, "choices");
        }
    }
}
