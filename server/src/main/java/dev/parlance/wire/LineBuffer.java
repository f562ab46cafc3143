package dev.parlance.wire;

import java.io.IOException;
import java.util.Arrays;

/// Bytes of a line that is not complete yet; grows up to a bound.
final class LineBuffer {
    private final int maxBytes;
    private byte[] bytes = new byte[256];
    private int size;

    LineBuffer(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    int size() {
        return size;
    }

    void append(byte[] source, int from, int to) throws IOException {
        int length = to - from;
        if (length > maxBytes - size) {
            throw new IOException("a line is longer than " + maxBytes + " bytes");
        }
        if (size + length > bytes.length) {
            int grown = (int) Math.min(maxBytes, Math.max(2L * bytes.length, size + length));
            bytes = Arrays.copyOf(bytes, grown);
        }
        System.arraycopy(source, from, bytes, size, length);
        size += length;
    }

    /// Hands over what was collected and starts anew.
    byte[] take() {
        byte[] line = Arrays.copyOf(bytes, size);
        size = 0;
        if (bytes.length > 1 << 16) {
            bytes = new byte[256];
        }
        return line;
    }
}
