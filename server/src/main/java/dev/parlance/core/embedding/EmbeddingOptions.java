package dev.parlance.core.embedding;

import org.jspecify.annotations.Nullable;

/// How vectors are made of inputs.
///
/// @param truncation what becomes of an input with too many tokens
/// @param maxTokens the most tokens of one input, at least 1; `null` for what the model takes
/// @param normalized true for vectors of length 1, false for them as the model computes them
public record EmbeddingOptions(
        Truncation truncation, @Nullable Integer maxTokens, boolean normalized) {
    /// Nothing cut, vectors of length 1.
    public static final EmbeddingOptions DEFAULT =
            new EmbeddingOptions(Truncation.NONE, null, true);

    public EmbeddingOptions {
        if (maxTokens != null && maxTokens < 1) {
            throw new IllegalArgumentException("at least one token is kept, not " + maxTokens);
        }
    }
}
