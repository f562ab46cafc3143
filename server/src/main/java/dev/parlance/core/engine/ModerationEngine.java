package dev.parlance.core.engine;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.moderation.ModerationRequest;
import dev.parlance.core.moderation.ModerationResult;

/// An engine that finds harmful content.
public interface ModerationEngine extends Engine {

    /// Looks at all inputs; all waiting ends at `context.deadline()`.
    ///
    /// @throws dev.parlance.core.problem.ApiException as [EmbeddingEngine#embed]
    ModerationResult moderate(CallContext context, ModelId model, ModerationRequest request);
}
