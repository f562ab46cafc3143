package dev.parlance.http;

import dev.parlance.core.call.Disposition;
import dev.parlance.core.call.Dispositions;
import java.util.Locale;

/// The text of `X-Parlance-Disposition`: an RFC 9651 list such as
/// `logit_bias;outcome=ignored;reason="not supported", seed;outcome=approximated;reason="..."`.
///
/// Source: https://www.rfc-editor.org/rfc/rfc9651 (2026-11-20)
final class DispositionHeader {
    /// The header's name.
    static final String NAME = "X-Parlance-Disposition";

    private static final int MAX_LENGTH = 4096;
    private static final int MAX_TEXT = 200;

    private DispositionHeader() {}

    /// The header's text; empty when there is nothing to report. What does not fit is counted in a
    /// last member `more;count=N`.
    static String of(Dispositions dispositions) {
        StringBuilder text = new StringBuilder();
        int dropped = dispositions.dropped();
        for (Disposition entry : dispositions.entries()) {
            int before = text.length();
            append(text, entry);
            if (text.length() > MAX_LENGTH) {
                text.setLength(before);
                dropped++;
            }
        }
        if (dropped > 0) {
            text.append(text.isEmpty() ? "" : ", ").append("more;count=").append(dropped);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Disposition entry) {
        if (!text.isEmpty()) {
            text.append(", ");
        }
        if (isToken(entry.field())) {
            text.append(entry.field());
        } else {
            appendString(text, entry.field());
        }
        text.append(";outcome=").append(entry.outcome().name().toLowerCase(Locale.ROOT));
        text.append(";reason=");
        appendString(text, entry.reason());
    }

    private static boolean isToken(String field) {
        if (field.isEmpty() || field.length() > MAX_TEXT || !isAlpha(field.charAt(0))) {
            return false;
        }
        for (int i = 1; i < field.length(); i++) {
            char c = field.charAt(i);
            if (!isAlpha(c) && !(c >= '0' && c <= '9') && "_-.:/*".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlpha(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static void appendString(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < Math.min(value.length(), MAX_TEXT); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else {
                text.append(c >= 0x20 && c < 0x7f ? c : '?');
            }
        }
        text.append('"');
    }
}
