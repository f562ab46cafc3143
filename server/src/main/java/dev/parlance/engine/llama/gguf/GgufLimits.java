package dev.parlance.engine.llama.gguf;

/// The bounds a GGUF header must keep, far above published models and far below what hurts.
///
/// @param maxHeaderBytes bytes before the tensor data, metadata and vocabulary included
/// @param maxKeys metadata entries
/// @param maxTensors tensors in one file
/// @param maxStringBytes bytes of one metadata string, such as the chat template
/// @param maxElements elements of one metadata array, such as the merges of a tokenizer
public record GgufLimits(
        long maxHeaderBytes, int maxKeys, int maxTensors, int maxStringBytes, int maxElements) {

    /// The bounds used by the engine.
    public static final GgufLimits DEFAULT =
            new GgufLimits(512L << 20, 65_536, 65_536, 16 << 20, 16_000_000);

    public GgufLimits {
        if (maxHeaderBytes < 24
                || maxKeys < 1
                || maxTensors < 1
                || maxStringBytes < 1
                || maxElements < 1) {
            throw new IllegalArgumentException("every GGUF limit must be positive");
        }
    }
}
