package dev.parlance.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Cuts a stream of server-sent events that comes in pieces of any size into frames.
///
/// Comments, `id` and `retry` are skipped; invalid UTF-8 becomes U+FFFD, as the standard says. Line
/// ends may be LF, CR or CRLF. For one thread and one stream.
///
/// Source: https://html.spec.whatwg.org/multipage/server-sent-events.html (2026-11-20)
public final class SseParser {
    private final int maxFrameBytes;
    private final LineBuffer line;
    private final StringBuilder data = new StringBuilder();
    private @Nullable String event;
    private boolean hasData;
    private boolean afterReturn;
    private boolean atStart = true;

    /// A parser of one stream.
    ///
    /// @param maxFrameBytes the longest line and the longest frame, in bytes
    public SseParser(int maxFrameBytes) {
        this.maxFrameBytes = maxFrameBytes;
        this.line = new LineBuffer(maxFrameBytes);
    }

    /// The frames that these bytes complete, in order.
    ///
    /// @throws IOException when a line or frame is too long; the stream is of no use then
    public List<SseFrame> feed(byte[] bytes, int offset, int length) throws IOException {
        List<SseFrame> frames = new ArrayList<>();
        int end = offset + length;
        int from = offset;
        for (int at = offset; at < end; at++) {
            byte b = bytes[at];
            if (b == '\n' && afterReturn) {
                afterReturn = false;
                from = at + 1;
                continue;
            }
            afterReturn = b == '\r';
            if (b == '\n' || b == '\r') {
                line.append(bytes, from, at);
                from = at + 1;
                endOfLine().ifPresent(frames::add);
            }
        }
        line.append(bytes, from, end);
        return frames;
    }

    /// The frames that these bytes complete, in order.
    ///
    /// @throws IOException when a line or frame is too long
    public List<SseFrame> feed(byte[] bytes) throws IOException {
        return feed(bytes, 0, bytes.length);
    }

    /// The frame that the stream's end cut short of its blank line. The standard drops it; some
    /// servers forget the blank line after their last frame, so that the caller may decide.
    ///
    /// @throws IOException when it is too long
    public Optional<SseFrame> finish() throws IOException {
        if (line.size() > 0) {
            field(text(line.take()));
        }
        return dispatch();
    }

    private Optional<SseFrame> endOfLine() throws IOException {
        if (line.size() == 0) {
            return dispatch();
        }
        field(text(line.take()));
        return Optional.empty();
    }

    private String text(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (atStart) {
            atStart = false;
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        }
        return text;
    }

    private void field(String text) throws IOException {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        int from = colon < 0 ? text.length() : colon + 1;
        if (from < text.length() && text.charAt(from) == ' ') {
            from++;
        }
        if (name.equals("data")) {
            if (data.length() + (text.length() - from) >= maxFrameBytes) {
                throw new IOException("a frame is longer than " + maxFrameBytes + " bytes");
            }
            data.append(text, from, text.length()).append('\n');
            hasData = true;
        } else if (name.equals("event")) {
            event = text.substring(from);
        }
    }

    private Optional<SseFrame> dispatch() {
        String type = event == null || event.isEmpty() ? null : event;
        event = null;
        if (!hasData) {
            return Optional.empty();
        }
        data.setLength(data.length() - 1);
        SseFrame frame = new SseFrame(type, data.toString());
        data.setLength(0);
        hasData = false;
        return Optional.of(frame);
    }
}
