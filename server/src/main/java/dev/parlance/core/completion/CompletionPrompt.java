package dev.parlance.core.completion;

import java.util.List;

/// What a completion continues.
public sealed interface CompletionPrompt {

    /// Text, tokenised by the engine with its special tokens understood.
    record Text(String text) implements CompletionPrompt {}

    /// Token ids of the model's own vocabulary.
    record Tokens(List<Integer> ids) implements CompletionPrompt {
        public Tokens {
            ids = List.copyOf(ids);
        }
    }
}
