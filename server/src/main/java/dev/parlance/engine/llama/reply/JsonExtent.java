package dev.parlance.engine.llama.reply;

/// Finds where one JSON value ends, character by character, by its brackets and quotes alone. For
/// one thread.
final class JsonExtent {
    /// Where a character is.
    enum Place {
        /// In the value, which goes on.
        INSIDE,
        /// The last one of the value.
        LAST,
        /// Behind the value, which was a number or a word.
        BEHIND
    }

    private int depth;
    private boolean inString;
    private boolean escaped;

    Place add(char c) {
        if (inString) {
            if (escaped) {
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
            } else if (c == '"') {
                inString = false;
                return depth == 0 ? Place.LAST : Place.INSIDE;
            }
            return Place.INSIDE;
        }
        switch (c) {
            case '"' -> inString = true;
            case '{', '[' -> depth++;
            case '}', ']' -> {
                if (depth == 0) {
                    return Place.BEHIND;
                }
                depth--;
                return depth == 0 ? Place.LAST : Place.INSIDE;
            }
            default -> {
                if (depth == 0 && (c == ',' || Cursor.isSpace(c))) {
                    return Place.BEHIND;
                }
            }
        }
        return Place.INSIDE;
    }
}
