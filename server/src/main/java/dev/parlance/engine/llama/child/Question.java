package dev.parlance.engine.llama.child;

import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.embedding.RerankRequest;
import dev.parlance.core.tokens.NextTokensRequest;
import dev.parlance.core.tokens.TokenizeRequest;
import java.util.List;

/// What a model is asked that has one [Answer].
sealed interface Question {
    record Embed(EmbeddingRequest request) implements Question {}

    record Rerank(RerankRequest request) implements Question {}

    record Tokenize(TokenizeRequest request) implements Question {}

    record Detokenize(List<Integer> ids) implements Question {
        public Detokenize {
            ids = List.copyOf(ids);
        }
    }

    record PlainText(List<Integer> ids) implements Question {
        public PlainText {
            ids = List.copyOf(ids);
        }
    }

    record Render(ChatRequest request) implements Question {}

    record Next(NextTokensRequest request) implements Question {}
}
