package dev.parlance.core.engine;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.embedding.RerankRequest;
import dev.parlance.core.embedding.RerankResult;
import dev.parlance.core.model.ModelId;

/// An engine that reranks.
public interface RerankEngine extends Engine {

    /// Scores all documents; all waiting ends at `context.deadline()`. What is cut, and scores that
    /// come from anything but a reranking model, go to `context.dispositions()`.
    ///
    /// @throws dev.parlance.core.problem.ApiException `ContextTooLong` when a document does not fit
    ///   and must not be cut; else as [ChatEngine#chat]
    RerankResult rerank(CallContext context, ModelId model, RerankRequest request);
}
