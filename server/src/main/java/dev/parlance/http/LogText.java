package dev.parlance.http;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Text from outside made safe for the log: one line, no control characters, bounded.
final class LogText {
    private static final int MAX = 500;

    private LogText() {}

    /// The text with control characters (line feeds, escapes) shown as `?`, cut at 500 characters.
    static String clean(@Nullable String text) {
        if (text == null) {
            return "-";
        }
        StringBuilder clean = new StringBuilder(Math.min(text.length(), MAX));
        for (int i = 0; i < Math.min(text.length(), MAX); i++) {
            char c = text.charAt(i);
            boolean unsafe =
                    Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || c == '\ufeff';
            clean.append(unsafe || Character.getType(c) == Character.FORMAT ? '?' : c);
        }
        return clean.toString();
    }

    /// The stack trace of a failure in one line, with clean messages, causes included.
    static String trace(Throwable failure) {
        StringBuilder text = new StringBuilder();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable at = failure; at != null && seen.add(at); at = at.getCause()) {
            text.append(text.isEmpty() ? "" : " | caused by ")
                    .append(at.getClass().getName())
                    .append(": ")
                    .append(clean(at.getMessage()));
            for (StackTraceElement frame : at.getStackTrace()) {
                text.append(" | at ").append(frame);
            }
        }
        return text.toString();
    }
}
