package dev.parlance.config.textgen;

import dev.parlance.config.Origin;
import java.util.List;

/// A flag that somebody wrote.
///
/// @param flag which
/// @param values the words that follow it
/// @param origin where it was written
/// @param typed true on the command line, false in a file
record Said(TextgenFlag flag, List<String> values, Origin origin, boolean typed) {
    Said {
        values = List.copyOf(values);
    }

    /// Its only value.
    String value() {
        return values.getFirst();
    }
}
