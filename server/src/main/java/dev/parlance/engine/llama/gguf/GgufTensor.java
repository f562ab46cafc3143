package dev.parlance.engine.llama.gguf;

import java.util.List;

/// One tensor's entry in the header.
///
/// @param name unique in its file, fewer than 64 bytes
/// @param dimensions 1 to 4 of them, the fastest first; each at least 1
/// @param offset of the data, in bytes from the start of the data section
/// @param byteCount bytes of the data
public record GgufTensor(
        String name, TensorType type, List<Long> dimensions, long offset, long byteCount) {
    public GgufTensor {
        dimensions = List.copyOf(dimensions);
    }

    /// The size in this dimension, 1 beyond the last.
    public long dimension(int index) {
        return index < dimensions.size() ? dimensions.get(index) : 1;
    }
}
