package dev.parlance.core.embedding;

import dev.parlance.core.model.ModelId;
import dev.parlance.core.usage.Usage;
import java.util.List;

/// The vectors of a request, in the order of its inputs.
public record EmbeddingResult(ModelId responseModel, List<Embedding> embeddings, Usage usage) {
    public EmbeddingResult {
        embeddings = List.copyOf(embeddings);
    }
}
