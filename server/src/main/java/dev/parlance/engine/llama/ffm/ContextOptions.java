package dev.parlance.engine.llama.ffm;

/// The size of a context.
///
/// @param contextTokens tokens of all sequences together
/// @param batchTokens the most tokens in one decode call
/// @param microBatchTokens the most tokens computed at once
/// @param sequences how many sequences it can hold
/// @param threads compute threads
/// @param embeddings true for token embeddings as output instead of logits
/// @param ranks true for one score of each sequence instead of token embeddings, which only a model
///   with a checked ranking head can give
public record ContextOptions(
        int contextTokens,
        int batchTokens,
        int microBatchTokens,
        int sequences,
        int threads,
        boolean embeddings,
        boolean ranks) {
    public ContextOptions {
        if (contextTokens < 1
                || batchTokens < 1
                || microBatchTokens < 1
                || sequences < 1
                || threads < 1) {
            throw new IllegalArgumentException("every context size must be positive");
        }
        if (sequences > 256) {
            throw new IllegalArgumentException(
                    "at most 256 sequences fit a context, not " + sequences);
        }
    }

    /// A context that ranks nothing.
    public ContextOptions(
            int contextTokens,
            int batchTokens,
            int microBatchTokens,
            int sequences,
            int threads,
            boolean embeddings) {
        this(contextTokens, batchTokens, microBatchTokens, sequences, threads, embeddings, false);
    }

    /// The same size, for scores.
    public ContextOptions ranking() {
        return new ContextOptions(
                contextTokens, batchTokens, microBatchTokens, sequences, threads, true, true);
    }
}
