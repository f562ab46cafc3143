package dev.parlance.engine.llama.child;

import dev.parlance.core.embedding.EmbeddingResult;
import dev.parlance.core.embedding.RerankResult;
import dev.parlance.core.tokens.NextTokens;
import dev.parlance.core.tokens.RenderedChat;
import dev.parlance.core.tokens.TextToken;
import java.util.List;

/// What a model says to a [Question].
sealed interface Answer {
    record Vectors(EmbeddingResult result) implements Answer {}

    record Ranks(RerankResult result) implements Answer {}

    record Tokens(List<TextToken> tokens) implements Answer {
        public Tokens {
            tokens = List.copyOf(tokens);
        }
    }

    record Text(String text) implements Answer {}

    record Rendered(RenderedChat chat) implements Answer {}

    record Next(NextTokens tokens) implements Answer {}
}
