package dev.parlance.engine.llama.child;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.problem.ApiException;
import dev.parlance.wire.Json;
import dev.parlance.wire.JsonLimits;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// The frames between the two processes: a length of four bytes, then that much JSON in UTF-8.
/// Stateless.
final class Frames {
    /// The longest frame, in bytes; a frame that claims more ends the connection.
    static final int MAX_BYTES = 128 << 20;

    private static final JsonLimits LIMITS =
            new JsonLimits(MAX_BYTES, JsonLimits.DEEPEST, MAX_BYTES, 2000, 4_000_000);

    private Frames() {}

    /// Writes and flushes one frame; the caller sees to it that frames do not mix.
    static void write(OutputStream out, JsonValue message) throws IOException {
        byte[] bytes = Json.write(message);
        if (bytes.length > MAX_BYTES) {
            throw new CodecException("a frame has " + bytes.length + " bytes");
        }
        byte[] frame = new byte[4 + bytes.length];
        ByteBuffer.wrap(frame).putInt(bytes.length).put(bytes);
        out.write(frame);
        out.flush();
    }

    /// The next frame.
    ///
    /// @throws EOFException at the end
    /// @throws CodecException when it is no frame
    static JsonValue read(InputStream in) throws IOException {
        int length = new DataInputStream(in).readInt();
        if (length < 0 || length > MAX_BYTES) {
            throw new CodecException("a frame claims to have " + length + " bytes");
        }
        // Memory is taken for what really comes.
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended within a frame");
        }
        try {
            return Json.parse(bytes, LIMITS);
        } catch (ApiException e) {
            throw new CodecException("a frame is no JSON: " + e.getMessage(), e);
        }
    }
}
