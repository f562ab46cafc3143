package dev.parlance.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One server-sent event.
///
/// Source: https://html.spec.whatwg.org/multipage/server-sent-events.html (2026-11-20)
///
/// @param event its type, or `null` for the default (`message`)
/// @param data its text; line breaks make several `data:` lines and come back as `\n`
public record SseFrame(@Nullable String event, String data) {
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);

    public SseFrame {
        if (event != null && (event.indexOf('\n') >= 0 || event.indexOf('\r') >= 0)) {
            throw new IllegalArgumentException("an event type has no line breaks");
        }
    }

    /// A frame of the default type.
    public static SseFrame of(String data) {
        return new SseFrame(null, data);
    }

    /// The bytes on the wire, closing blank line included.
    public byte[] encode() {
        StringBuilder text = new StringBuilder(data.length() + 32);
        if (event != null) {
            text.append("event: ").append(event).append('\n');
        }
        text.append("data: ");
        for (int i = 0; i < data.length(); i++) {
            char c = data.charAt(i);
            if (c == '\r' && i + 1 < data.length() && data.charAt(i + 1) == '\n') {
                continue;
            }
            if (c == '\n' || c == '\r') {
                text.append("\ndata: ");
            } else {
                text.append(c);
            }
        }
        return text.append("\n\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /// The bytes of a frame whose data is JSON without line breaks, as [JsonWriter] makes it; the
    /// quick way for hot paths.
    public static byte[] encodeJson(byte[] json) {
        return encodeJson(null, json);
    }

    /// The same with an event type.
    public static byte[] encodeJson(@Nullable String event, byte[] json) {
        byte[] type =
                event == null
                        ? new byte[0]
                        : ("event: " + event + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[type.length + DATA.length + json.length + 2];
        System.arraycopy(type, 0, frame, 0, type.length);
        System.arraycopy(DATA, 0, frame, type.length, DATA.length);
        System.arraycopy(json, 0, frame, type.length + DATA.length, json.length);
        frame[frame.length - 2] = '\n';
        frame[frame.length - 1] = '\n';
        return frame;
    }

    /// The bytes of a comment, which clients skip: keeps a silent connection alive.
    public static byte[] comment(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(
                (": " + text.replace('\r', ' ').replace('\n', ' ') + "\n\n")
                        .getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }
}
