package dev.parlance.engine.llama.grammar;

/// The text of a grammar, read character by character.
final class Source {
    private static final int END = -1;

    private final String text;
    private int at;
    // Lines counted so far, up to which character.
    private int counted;
    private int line = 1;
    private int lineStart;

    Source(String text) {
        this.text = text;
    }

    int at() {
        return at;
    }

    void back(int to) {
        at = to;
    }

    String since(int from) {
        return text.substring(from, at);
    }

    boolean atEnd() {
        return at >= text.length();
    }

    boolean atLineEnd() {
        return peek() == '\n' || peek() == '\r';
    }

    /// The next character, or -1.
    int peek() {
        return atEnd() ? END : text.codePointAt(at);
    }

    /// The UTF-16 unit so many places further on, or -1.
    int peek(int further) {
        return at + further < text.length() ? text.charAt(at + further) : END;
    }

    int next() {
        int c = peek();
        if (c == END) {
            throw fault("the text ends too early");
        }
        at += Character.charCount(c);
        return c;
    }

    boolean take(String expected) {
        if (text.startsWith(expected, at)) {
            at += expected.length();
            return true;
        }
        return false;
    }

    /// A character of a literal or a class of GBNF, where `\` escapes.
    int character() {
        return character(true);
    }

    /// A character.
    ///
    /// @param escapes true when `\` begins an escape of GBNF
    int character(boolean escapes) {
        int c = next();
        if (c != '\\' || !escapes) {
            return notHalf(c);
        }
        int escaped = next();
        return switch (escaped) {
            case 'x' -> hex(2);
            case 'u' -> hex(4);
            case 'U' -> hex(8);
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'n' -> '\n';
            case '\\', '"', '[', ']', '-', '^' -> escaped;
            default -> throw fault("the escape \\" + Character.toString(escaped) + " is not known");
        };
    }

    /// A number of hexadecimal digits as a character.
    int hex(int digits) {
        long value = number(digits);
        if (value > Character.MAX_CODE_POINT) {
            throw fault("U+" + Long.toHexString(value) + " is beyond the last character");
        }
        return notHalf((int) value);
    }

    /// Four hexadecimal digits as a unit of UTF-16.
    int unit() {
        return (int) number(4);
    }

    private long number(int digits) {
        long value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = peek() < 0x80 ? Character.digit(peek(), 16) : -1;
            if (digit < 0) {
                throw fault("an escape needs " + digits + " hexadecimal digits");
            }
            value = value * 16 + digit;
            next();
        }
        return value;
    }

    private int notHalf(int c) {
        if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
            throw fault("half of a surrogate pair is not a character");
        }
        return c;
    }

    /// A repetition count.
    int count() {
        int from = at;
        while (peek() >= '0' && peek() <= '9') {
            next();
        }
        String digits = since(from);
        if (digits.isEmpty()) {
            throw fault("a number must come here");
        }
        // Counts are counted while the output runs, not written out, so large ones are harmless.
        if (digits.length() > 9) {
            throw fault("the repetition count " + digits + " is larger than 999999999");
        }
        return Integer.parseInt(digits);
    }

    /// Where the next character is.
    String where() {
        if (at < counted) {
            counted = 0;
            line = 1;
            lineStart = 0;
        }
        for (; counted < at; counted++) {
            if (text.charAt(counted) == '\n') {
                line++;
                lineStart = counted + 1;
            }
        }
        return "line " + line + ", column " + (at - lineStart + 1);
    }

    GrammarException fault(String what) {
        String found = atEnd() ? "the end" : "'" + Character.toString(peek()) + "'";
        return new GrammarException(where(), what + " (found: " + found + ")");
    }
}
