package dev.parlance.core.engine;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.tokens.NextTokens;
import dev.parlance.core.tokens.NextTokensRequest;

/// An engine that tells what its models expect.
public interface ScoringEngine extends Engine {

    /// The likeliest tokens after a prompt; all waiting ends at `context.deadline()`.
    ///
    /// @throws dev.parlance.core.problem.ApiException as [ChatEngine#chat]
    NextTokens nextTokens(CallContext context, ModelId model, NextTokensRequest request);
}
