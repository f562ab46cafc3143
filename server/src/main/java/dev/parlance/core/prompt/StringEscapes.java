package dev.parlance.core.prompt;

/// The backslash escapes of string literals, as Python reads them.
final class StringEscapes {

    private StringEscapes() {}

    static String decode(Execution run, String body) {
        if (body.indexOf('\\') < 0) {
            return body;
        }
        StringBuilder text = new StringBuilder(body.length());
        int i = 0;
        while (i < body.length()) {
            char c = body.charAt(i);
            i = c == '\\' ? escape(run, body, i + 1, text) : plain(c, i, text);
        }
        return text.toString();
    }

    private static int plain(char c, int at, StringBuilder text) {
        text.append(c);
        return at + 1;
    }

    private static int escape(Execution run, String body, int at, StringBuilder text) {
        char c = body.charAt(at);
        switch (c) {
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case 'a' -> text.append('\u0007');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'v' -> text.append('\u000b');
            case '\\', '\'', '"' -> text.append(c);
            case '\n' -> {
                // A backslash before a line break joins the lines.
            }
            case 'x' -> {
                return hex(run, body, at + 1, 2, text);
            }
            case 'u' -> {
                return hex(run, body, at + 1, 4, text);
            }
            case 'U' -> {
                return hex(run, body, at + 1, 8, text);
            }
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                return octal(body, at, text);
            }
            default -> text.append('\\').append(c);
        }
        return at + 1;
    }

    private static int hex(Execution run, String body, int at, int digits, StringBuilder text) {
        int end = at + digits;
        long code = 0;
        for (int i = at; i < end; i++) {
            int digit = i < body.length() ? Character.digit(body.charAt(i), 16) : -1;
            if (digit < 0) {
                throw run.failure("an escape in a string wants " + digits + " hexadecimal digits");
            }
            code = code * 16 + digit;
        }
        if (code > Character.MAX_CODE_POINT) {
            throw run.failure("an escape in a string is beyond Unicode");
        }
        text.appendCodePoint((int) code);
        return end;
    }

    private static int octal(String body, int at, StringBuilder text) {
        int code = 0;
        int i = at;
        while (i < body.length() && i < at + 3 && Character.digit(body.charAt(i), 8) >= 0) {
            code = code * 8 + Character.digit(body.charAt(i), 8);
            i++;
        }
        text.append((char) code);
        return i;
    }
}
