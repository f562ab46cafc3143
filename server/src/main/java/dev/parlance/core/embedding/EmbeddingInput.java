package dev.parlance.core.embedding;

import java.util.List;

/// One thing to embed.
public sealed interface EmbeddingInput {

    /// Text, not empty.
    record Text(String text) implements EmbeddingInput {}

    /// Token ids of the model's own vocabulary, not empty.
    record Tokens(List<Integer> ids) implements EmbeddingInput {
        public Tokens {
            ids = List.copyOf(ids);
        }
    }
}
