package dev.parlance.wire;

import dev.parlance.core.problem.ApiException;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/// The words for JSON that cannot be read.
final class JsonErrors {
    private static final int EXCERPT = 60;

    private JsonErrors() {}

    /// An error that says where: lines and columns count from 1, columns in characters.
    static ApiException malformed(byte[] bytes, int offset, String reason) {
        int end = Math.clamp(offset, 0, bytes.length);
        int line = 1;
        int column = 1;
        for (int i = 0; i < end; i++) {
            if (bytes[i] == '\n') {
                line++;
                column = 1;
            } else if ((bytes[i] & 0xc0) != 0x80) {
                column++;
            }
        }
        return ApiException.invalid(
                null,
                "Malformed JSON at line " + line + ", column " + column + ": " + reason + ".");
    }

    /// Jackson's reason without its advice to programmers.
    static String reason(JacksonException e) {
        if (e instanceof UnexpectedEndOfInputException) {
            return "the text ends too early";
        }
        String reason = String.valueOf(e.getOriginalMessage());
        if (reason.startsWith("Non-standard token")) {
            return "NaN and Infinity are not JSON numbers";
        }
        for (String advice : new String[] {"\n", ": enable `", ": maybe a", " (JSON String"}) {
            int at = reason.indexOf(advice);
            if (at > 0) {
                reason = reason.substring(0, at);
            }
        }
        reason = reason.replaceAll("\\((.{3,4}) \\(code \\d+\\)\\)", "$1");
        reason = reason.replaceAll(" \\(\\(CTRL-CHAR, code (\\d+)\\)\\)", " (code $1)");
        reason = printable(reason);
        return reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1);
    }

    /// At most [#EXCERPT] characters of something from outside, control characters shown as `?`.
    static String excerpt(String text) {
        String clean = printable(Utf8.wellFormed(text));
        return clean.length() <= EXCERPT ? clean : clean.substring(0, EXCERPT) + "...";
    }

    private static String printable(String text) {
        StringBuilder clean = new StringBuilder(text);
        for (int i = 0; i < clean.length(); i++) {
            if (Character.isISOControl(clean.charAt(i))) {
                clean.setCharAt(i, '?');
            }
        }
        return clean.toString();
    }
}
