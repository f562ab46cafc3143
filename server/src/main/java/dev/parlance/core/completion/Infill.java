package dev.parlance.core.completion;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What stands around the gap that a completion is to fill, beside the prompt before it.
///
/// @param fields what the request calls its parts, for messages
/// @param suffix what comes after the gap
/// @param beginning what the filling begins with, or nothing; it is not part of the output
/// @param snippets other texts that belong to the matter, most important last
public record Infill(Fields fields, String suffix, String beginning, List<Snippet> snippets) {
    public Infill {
        snippets = List.copyOf(snippets);
    }

    /// The names of request fields.
    ///
    /// @param prefix of what comes before the gap
    /// @param suffix of what comes after it
    public record Fields(String prefix, String suffix) {
        /// Those of a completion.
        public static final Fields COMPLETION = new Fields("prompt", "suffix");
    }

    /// A gap with nothing but this after it.
    public static Infill before(String suffix) {
        return new Infill(Fields.COMPLETION, suffix, "", List.of());
    }

    /// A piece of another file.
    ///
    /// @param name the file's name, or `null` when it has none
    public record Snippet(@Nullable String name, String text) {}
}
