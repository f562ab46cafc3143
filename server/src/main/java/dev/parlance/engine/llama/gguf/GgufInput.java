package dev.parlance.engine.llama.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Locale;

/// A forward-only reader of little-endian values that never reads past its end.
///
/// Used by one thread; the channel belongs to the caller.
final class GgufInput {
    private static final int WINDOW_BYTES = 64 << 10;

    private final FileChannel channel;
    private final String fileName;
    private final long end;
    private final ByteBuffer window =
            ByteBuffer.allocate(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    // File offset of the first byte of the window.
    private long windowStart;

    /// @param start where to begin, in bytes from the start of the file
    /// @param end reading at or beyond this offset is refused
    GgufInput(FileChannel channel, String fileName, long start, long end) {
        this.channel = channel;
        this.fileName = fileName;
        this.windowStart = start;
        this.end = end;
    }

    /// The offset of the next byte.
    long position() {
        return windowStart + window.position();
    }

    long remaining() {
        return end - position();
    }

    int readByte(String what) {
        require(1, what);
        return window.get();
    }

    int readShort(String what) {
        require(2, what);
        return window.getShort();
    }

    int readInt(String what) {
        require(4, what);
        return window.getInt();
    }

    long readUnsignedInt(String what) {
        return Integer.toUnsignedLong(readInt(what));
    }

    long readLong(String what) {
        require(8, what);
        return window.getLong();
    }

    /// A 64-bit count or length from 0 to `max`.
    int readCount(String what, int max) {
        long count = readLong(what);
        if (count < 0 || count > max) {
            throw refusal(what + " is " + Long.toUnsignedString(count) + ", the limit is " + max);
        }
        return (int) count;
    }

    /// The bytes of a string: a 64-bit length, then as many bytes.
    byte[] readString(String what, int maxBytes) {
        return readBytes(what, readCount("the length of " + what, maxBytes));
    }

    /// This many bytes.
    byte[] readBytes(String what, int length) {
        // Checked before the array exists: a lie about the length must not cost memory.
        requireRemaining(length, what);
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            if (!window.hasRemaining()) {
                refill(what);
            }
            int step = Math.min(window.remaining(), length - done);
            window.get(bytes, done, step);
            done += step;
        }
        return bytes;
    }

    void skip(long count, String what) {
        requireRemaining(count, what);
        if (count <= window.remaining()) {
            window.position(window.position() + (int) count);
        } else {
            windowStart = position() + count;
            window.limit(0);
        }
    }

    GgufException refusal(String why) {
        return new GgufException(fileName, why + " (near byte " + position() + ")");
    }

    private void requireRemaining(long count, String what) {
        if (count < 0 || count > remaining()) {
            throw refusal(
                    String.format(
                            Locale.ROOT,
                            "the file ends inside %s: %d bytes needed, %d left",
                            what,
                            count,
                            Math.max(0, remaining())));
        }
    }

    private void require(int count, String what) {
        if (window.remaining() < count) {
            requireRemaining(count, what);
            refill(what);
        }
    }

    private void refill(String what) {
        long start = position();
        window.compact();
        try {
            while (window.hasRemaining()) {
                int room = (int) Math.min(window.remaining(), end - start - window.position());
                if (room <= 0) {
                    break;
                }
                ByteBuffer slice = window.slice(window.position(), room);
                int count = channel.read(slice, start + window.position());
                if (count < 0) {
                    throw new GgufException(fileName, "the file became shorter while it was read");
                }
                window.position(window.position() + count);
            }
        } catch (IOException e) {
            throw new GgufException(fileName, "cannot read " + what + ": " + e.getMessage(), e);
        }
        window.flip();
        windowStart = start;
    }
}
