package dev.parlance.engine.llama.reply;

import org.jspecify.annotations.Nullable;

/// A place in text of which more may come.
///
/// A `take` that fails where the text runs out marks the cursor as starved: then nothing that was
/// concluded counts, and the same reading is tried again with more text. For one thread.
final class Cursor {
    private static final String SPACE = " \t\r\n";

    private final CharSequence text;
    private final boolean last;
    private int at;
    private boolean starved;

    /// @param last true when no more text will come
    Cursor(CharSequence text, int at, boolean last) {
        this.text = text;
        this.at = at;
        this.last = last;
    }

    int at() {
        return at;
    }

    boolean last() {
        return last;
    }

    /// True when the text ran out before something could be decided.
    boolean starved() {
        return starved;
    }

    /// Moves past this text when it comes next.
    boolean take(String literal) {
        int there = Math.min(literal.length(), text.length() - at);
        for (int i = 0; i < there; i++) {
            if (text.charAt(at + i) != literal.charAt(i)) {
                return false;
            }
        }
        if (there < literal.length()) {
            starved |= !last;
            return false;
        }
        at += there;
        return true;
    }

    /// True when this character comes next.
    boolean sees(char c) {
        if (at == text.length()) {
            starved |= !last;
            return false;
        }
        return text.charAt(at) == c;
    }

    /// Moves past white space.
    void spaces() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
    }

    static boolean isSpace(char c) {
        return SPACE.indexOf(c) >= 0;
    }

    /// The text before whichever of these comes first, and moves there; or null when none comes
    /// within `max` characters.
    @Nullable String until(int max, String... stops) {
        for (int end = at; end <= text.length() && end - at <= max; end++) {
            for (String stop : stops) {
                if (startsAt(end, stop)) {
                    String before = text.subSequence(at, end).toString();
                    at = end;
                    return before;
                }
            }
        }
        int longest = 0;
        for (String stop : stops) {
            longest = Math.max(longest, stop.length());
        }
        starved |= !last && text.length() - at < max + longest;
        return null;
    }

    private boolean startsAt(int place, String literal) {
        if (text.length() - place < literal.length()) {
            return false;
        }
        for (int i = 0; i < literal.length(); i++) {
            if (text.charAt(place + i) != literal.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// The value of the JSON string that comes next, moving past it; or null.
    @Nullable String jsonString() {
        if (!sees('"')) {
            return null;
        }
        StringBuilder value = new StringBuilder();
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                at = i + 1;
                return value.toString();
            }
            if (c != '\\') {
                value.append(c);
                continue;
            }
            if (++i == text.length()) {
                break;
            }
            if (text.charAt(i) == 'u') {
                if (i + 4 >= text.length()) {
                    break;
                }
                int code = hex(i + 1);
                if (code < 0) {
                    return null;
                }
                value.append((char) code);
                i += 4;
            } else {
                int known = "\"\\/bfnrt".indexOf(text.charAt(i));
                if (known < 0) {
                    return null;
                }
                value.append("\"\\/\b\f\n\r\t".charAt(known));
            }
        }
        starved |= !last;
        return null;
    }

    private int hex(int from) {
        int code = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            code = code * 16 + digit;
        }
        return code;
    }

    /// The text of the JSON value that comes next, moving past it; or null. What is between its
    /// brackets and quotes is not checked.
    @Nullable String jsonValue() {
        JsonExtent extent = new JsonExtent();
        for (int i = at; i < text.length(); i++) {
            JsonExtent.Place place = extent.add(text.charAt(i));
            if (place != JsonExtent.Place.INSIDE) {
                int end = place == JsonExtent.Place.LAST ? i + 1 : i;
                String value = text.subSequence(at, end).toString();
                at = end;
                return value.isEmpty() ? null : value;
            }
        }
        starved |= !last;
        return null;
    }
}
