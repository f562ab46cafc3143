package dev.parlance.engine.llama.gguf;

import org.jspecify.annotations.Nullable;

/// The type of a metadata value, in the order of the numbers that GGUF gives them.
///
/// Source: ggml `docs/gguf.md`, checked 2026-11-20.
public enum GgufType {
    UINT8(1),
    INT8(1),
    UINT16(2),
    INT16(2),
    UINT32(4),
    INT32(4),
    FLOAT32(4),
    BOOL(1),
    STRING(0),
    ARRAY(0),
    UINT64(8),
    INT64(8),
    FLOAT64(8);

    private static final GgufType[] BY_ID = values();

    private final int bytes;

    GgufType(int bytes) {
        this.bytes = bytes;
    }

    /// Bytes of one value; 0 for those of variable size.
    public int bytes() {
        return bytes;
    }

    /// True for a value of fixed size: a number or a boolean.
    public boolean isFixedSize() {
        return bytes > 0;
    }

    /// The type with this number, or null when GGUF does not know it.
    static @Nullable GgufType ofId(long id) {
        return id >= 0 && id < BY_ID.length ? BY_ID[(int) id] : null;
    }
}
