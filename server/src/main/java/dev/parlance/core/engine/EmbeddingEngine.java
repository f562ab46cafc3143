package dev.parlance.core.engine;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.embedding.EmbeddingResult;
import dev.parlance.core.model.ModelId;

/// An engine that embeds.
public interface EmbeddingEngine extends Engine {

    /// Embeds all inputs; all waiting ends at `context.deadline()`.
    ///
    /// @throws dev.parlance.core.problem.ApiException `ContextTooLong` when an input does not fit,
    ///   never a silent cut; else as [ChatEngine#chat]
    EmbeddingResult embed(CallContext context, ModelId model, EmbeddingRequest request);
}
