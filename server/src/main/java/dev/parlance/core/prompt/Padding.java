package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Arguments.Bound;

/// Filling a string up to a width, counted in code points.
final class Padding {

    enum Side {
        /// The text stays left.
        LEFT,
        RIGHT,
        CENTER,
        /// In the middle as format specifications have it: the odd blank goes right.
        MIDDLE
    }

    private Padding() {}

    static String pad(Execution run, String text, Bound a, Side side) {
        String fill = a.text("fillchar", " ");
        if (Text.length(fill) != 1) {
            throw run.failure(a.function() + " wants one character to fill with");
        }
        return pad(run, text, a.integer("width"), fill, side);
    }

    static String pad(Execution run, String text, int width, String fill, Side side) {
        int missing = width - Text.length(text);
        if (missing <= 0) {
            return text;
        }
        run.reserve((long) text.length() + (long) missing * fill.length());
        int left =
                switch (side) {
                    case LEFT -> 0;
                    case RIGHT -> missing;
                    // Python's str.center puts the odd blank left only when the width is odd.
                    case CENTER -> missing / 2 + (missing & width & 1);
                    case MIDDLE -> missing / 2;
                };
        return fill.repeat(left) + text + fill.repeat(missing - left);
    }

    /// Zeros after the sign.
    static String zeros(Execution run, String text, int width) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        String sign = signed ? text.substring(0, 1) : "";
        String rest = text.substring(sign.length());
        return sign + pad(run, rest, width - sign.length(), "0", Side.RIGHT);
    }
}
