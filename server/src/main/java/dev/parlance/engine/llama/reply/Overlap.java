package dev.parlance.engine.llama.reply;

/// How far the end of a text may be the beginning of another.
final class Overlap {
    private Overlap() {}

    /// The length of the longest end of `text` with which `literal` begins but does not end.
    static int of(CharSequence text, String literal) {
        for (int length = Math.min(literal.length() - 1, text.length()); length > 0; length--) {
            if (matches(text, text.length() - length, literal, length)) {
                return length;
            }
        }
        return 0;
    }

    private static boolean matches(CharSequence text, int from, String literal, int length) {
        for (int i = 0; i < length; i++) {
            if (text.charAt(from + i) != literal.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
