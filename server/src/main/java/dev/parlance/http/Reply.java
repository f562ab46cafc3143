package dev.parlance.http;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A whole reply. The body is not copied: whoever made it leaves it alone from then on.
///
/// @param status the HTTP status, 200 to 599
/// @param headers extra headers, in order
/// @param contentType of the body; not sent with an empty body
/// @param body the bytes
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, copied for nobody
public record Reply(int status, Map<String, String> headers, String contentType, byte[] body) {
    /// JSON's media type.
    public static final String JSON = "application/json";

    public Reply {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("not a final HTTP status: " + status);
        }
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /// Status 200 with this JSON.
    public static Reply json(byte[] body) {
        return json(200, body);
    }

    /// This status with this JSON.
    public static Reply json(int status, byte[] body) {
        return new Reply(status, Map.of(), JSON, body);
    }

    /// This status with this plain text in UTF-8.
    public static Reply text(int status, String text) {
        return new Reply(
                status,
                Map.of(),
                "text/plain; charset=utf-8",
                text.getBytes(StandardCharsets.UTF_8));
    }

    /// A copy with one more header, or another value for it.
    public Reply with(String name, String value) {
        Map<String, String> copy = new LinkedHashMap<>(headers);
        copy.put(name, value);
        return new Reply(status, copy, contentType, body);
    }
}
