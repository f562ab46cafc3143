package dev.parlance.http;

import dev.parlance.core.problem.ApiException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Request paths cut into decoded segments.
final class Paths {
    private Paths() {}

    /// The decoded segments of a raw path: none for `/`, an empty one for each doubled slash.
    ///
    /// @throws ApiException `InvalidRequest` for broken percent-encoding or control characters
    static List<String> segments(String rawPath) {
        List<String> segments = new ArrayList<>(6);
        int from = 1;
        while (from < rawPath.length()) {
            int slash = rawPath.indexOf('/', from);
            int to = slash < 0 ? rawPath.length() : slash;
            segments.add(decode(rawPath.substring(from, to)));
            from = to + 1;
            if (from == rawPath.length()) {
                segments.add("");
            }
        }
        return segments;
    }

    /// The text with its percent-encoding undone; must be UTF-8 without control characters.
    ///
    /// @throws ApiException `InvalidRequest` otherwise
    static String decode(String raw) {
        String text = raw.indexOf('%') < 0 ? raw : unescape(raw);
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                throw invalid("has control characters");
            }
        }
        return text;
    }

    private static String unescape(String raw) {
        ByteBuffer bytes = ByteBuffer.allocate(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c > 0x7e) {
                throw invalid("has characters that are not ASCII; percent-encode them");
            }
            if (c != '%') {
                bytes.put((byte) c);
                continue;
            }
            int high = i + 1 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
            int low = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                throw invalid("has a '%' without two hexadecimal digits");
            }
            bytes.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(bytes.flip())
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalid("is not UTF-8 once its percent-encoding is undone");
        }
    }

    private static ApiException invalid(String what) {
        return ApiException.invalid(null, "The request path " + what + ".");
    }
}
