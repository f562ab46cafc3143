package dev.parlance.engine.llama.grammar;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// How far an output is in its JSON, as far as it concerns the names of members: a grammar cannot
/// say that names which it does not know must differ. Immutable.
///
/// @param level the object or array that is open, or null
/// @param inText true between quotes
/// @param escaped true after a backslash
/// @param atName true where a name comes next, or in it
/// @param name the bytes of the name so far, as characters of ISO 8859-1
record MemberScan(
        @Nullable Level level, boolean inText, boolean escaped, boolean atName, String name) {
    static final MemberScan START = new MemberScan(null, false, false, false, "");

    /// @param names in this object so far, or null
    record Level(@Nullable Level outer, boolean object, @Nullable Name names) {
        boolean has(String name) {
            for (Name at = names; at != null; at = at.before) {
                if (at.text.equals(name)) {
                    return true;
                }
            }
            return false;
        }
    }

    record Name(String text, @Nullable Name before) {}

    /// After these bytes, or null when they repeat a name.
    @Nullable MemberScan after(byte[] bytes) {
        MemberScan at = this;
        for (byte b : bytes) {
            at = at.after((char) (b & 0xff));
            if (at == null) {
                return null;
            }
        }
        return at;
    }

    private @Nullable MemberScan after(char c) {
        if (inText) {
            return inText(c);
        }
        return switch (c) {
            case '"' -> new MemberScan(level, true, false, atName, "");
            case '{' -> new MemberScan(new Level(level, true, null), false, false, true, "");
            case '[' -> new MemberScan(new Level(level, false, null), false, false, false, "");
            case '}', ']' ->
                    new MemberScan(level == null ? null : level.outer, false, false, false, "");
            case ',' -> new MemberScan(level, false, false, level != null && level.object, "");
            default -> this;
        };
    }

    private @Nullable MemberScan inText(char c) {
        if (escaped || c == '\\') {
            return atName
                    ? new MemberScan(level, true, !escaped, true, name + c)
                    : new MemberScan(level, true, !escaped, false, "");
        }
        if (c != '"') {
            return atName ? new MemberScan(level, true, false, true, name + c) : this;
        }
        if (!atName || level == null) {
            return new MemberScan(level, false, false, false, "");
        }
        String decoded = decoded();
        if (level.has(decoded)) {
            return null;
        }
        Level with = new Level(level.outer, true, new Name(decoded, level.names));
        return new MemberScan(with, false, false, false, "");
    }

    private String decoded() {
        if (name.indexOf('\\') < 0) {
            return name;
        }
        // Units of UTF-16, so that an escaped character is equal to the same one in raw form.
        String raw = new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char kind = raw.charAt(++i);
            if (kind == 'u') {
                text.append((char) Integer.parseInt(raw.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                int known = "bfnrt".indexOf(kind);
                text.append(known < 0 ? kind : "\b\f\n\r\t".charAt(known));
            }
        }
        return new String(
                text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
