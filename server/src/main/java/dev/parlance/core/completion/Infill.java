package dev.parlance.core.completion;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What stands around the gap that a completion is to fill, beside the prompt before it.
///
/// @param suffix what comes after the gap
/// @param beginning what the filling begins with, or nothing; it is not part of the output
/// @param snippets other texts that belong to the matter, most important last
public record Infill(String suffix, String beginning, List<Snippet> snippets) {
    public Infill {
        snippets = List.copyOf(snippets);
    }

    /// A gap with nothing but this after it.
    public static Infill before(String suffix) {
        return new Infill(suffix, "", List.of());
    }

    /// A piece of another file.
    ///
    /// @param name the file's name, or `null` when it has none
    public record Snippet(@Nullable String name, String text) {}
}
