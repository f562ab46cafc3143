package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Token.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Cuts the inside of one tag into words, up to and with the end of the tag.
final class ExpressionLexer {

    private static final String SINGLES = "+-/*%~[](){}<>=.:|,;";
    private static final List<String> DOUBLES = List.of("//", "**", "==", "!=", ">=", "<=");

    private final Execution run;
    private final String source;
    private final boolean print;
    private final List<Token> tokens;
    private final Deque<Character> open = new ArrayDeque<>();
    private int position;
    private int line;

    ExpressionLexer(
            Execution run,
            String source,
            int position,
            int line,
            boolean print,
            List<Token> tokens) {
        this.run = run;
        this.source = source;
        this.position = position;
        this.line = line;
        this.print = print;
        this.tokens = tokens;
    }

    /// Adds the words of the tag and gives the position after its end.
    int lex() {
        while (true) {
            int start = Text.skipSpace(source, position);
            for (int i = position; i < start; i++) {
                line += source.charAt(i) == '\n' ? 1 : 0;
            }
            position = start;
            run.line(line);
            if (position >= source.length()) {
                throw run.failure("the tag is not closed, want " + (print ? "'}}'" : "'%}'"));
            }
            int end = open.isEmpty() ? tagEnd() : -1;
            if (end >= 0) {
                add(print ? Kind.PRINT_END : Kind.BLOCK_END, "");
                return end;
            }
            word(source.charAt(position));
        }
    }

    private int tagEnd() {
        String mark = print ? "}}" : "%}";
        if (source.startsWith(mark, position)) {
            int after = position + 2;
            boolean newline = !print && after < source.length() && source.charAt(after) == '\n';
            return newline ? after + 1 : after;
        }
        if (source.startsWith("-" + mark, position)) {
            return Text.skipSpace(source, position + 3);
        }
        return !print && source.startsWith("+%}", position) ? position + 3 : -1;
    }

    private void word(char first) {
        if (first >= '0' && first <= '9') {
            number();
        } else if (first == '\'' || first == '"') {
            string(first);
        } else if (Character.isUnicodeIdentifierStart(first) || first == '_') {
            int end = position + 1;
            while (end < source.length() && isNamePart(source.charAt(end))) {
                end++;
            }
            take(Kind.NAME, end);
        } else {
            operator(first);
        }
    }

    private static boolean isNamePart(char c) {
        return c == '_' || (Character.isUnicodeIdentifierPart(c) && !Character.isISOControl(c));
    }

    private void number() {
        String rest = source.substring(position, Math.min(position + 2, source.length()));
        int radix =
                switch (rest) {
                    case "0x", "0X" -> 16;
                    case "0o", "0O" -> 8;
                    case "0b", "0B" -> 2;
                    default -> 10;
                };
        if (radix != 10) {
            int end = digits(position + 2, radix);
            add(Kind.INTEGER, source.substring(position, end));
            position = end;
            return;
        }
        int end = digits(position, 10);
        boolean whole = true;
        // In `a.0.1` each number is a subscript, not the fraction 0.1.
        boolean subscript = position > 0 && source.charAt(position - 1) == '.';
        if (!subscript && at(end) == '.' && Character.digit(at(end + 1), 10) >= 0) {
            end = digits(end + 1, 10);
            whole = false;
        }
        int exponent = at(end + 1) == '+' || at(end + 1) == '-' ? end + 2 : end + 1;
        if ((at(end) == 'e' || at(end) == 'E') && Character.digit(at(exponent), 10) >= 0) {
            end = digits(exponent, 10);
            whole = false;
        }
        take(whole ? Kind.INTEGER : Kind.FLOAT, end);
    }

    private int digits(int from, int radix) {
        int end = from;
        while (Character.digit(at(end), radix) >= 0
                || (at(end) == '_' && Character.digit(at(end + 1), radix) >= 0)) {
            end++;
        }
        return end;
    }

    private char at(int index) {
        return index < source.length() ? source.charAt(index) : '\0';
    }

    private void string(char quote) {
        int end = position + 1;
        while (end < source.length() && source.charAt(end) != quote) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= source.length()) {
            throw run.failure("the string is not closed, want " + quote);
        }
        String body = source.substring(position + 1, end);
        add(Kind.STRING, StringEscapes.decode(run, body));
        for (int i = 0; i < body.length(); i++) {
            line += body.charAt(i) == '\n' ? 1 : 0;
        }
        position = end + 1;
    }

    private void operator(char first) {
        for (String symbol : DOUBLES) {
            if (source.startsWith(symbol, position)) {
                take(Kind.OPERATOR, position + 2);
                return;
            }
        }
        if (SINGLES.indexOf(first) < 0) {
            throw run.failure("unexpected character '" + first + "'");
        }
        switch (first) {
            case '(' -> open.push(')');
            case '[' -> open.push(']');
            case '{' -> open.push('}');
            case ')', ']', '}' -> close(first);
            default -> {
                // Nothing to balance.
            }
        }
        take(Kind.OPERATOR, position + 1);
    }

    private void close(char bracket) {
        Character expected = open.poll();
        if (expected == null) {
            throw run.failure("unexpected '" + bracket + "'");
        }
        if (expected != bracket) {
            throw run.failure("unexpected '" + bracket + "', expected '" + expected + "'");
        }
    }

    private void take(Kind kind, int end) {
        add(kind, source.substring(position, end));
        position = end;
    }

    private void add(Kind kind, String text) {
        tokens.add(new Token(kind, text, line));
    }
}
