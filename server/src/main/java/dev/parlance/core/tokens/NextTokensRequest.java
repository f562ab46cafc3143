package dev.parlance.core.tokens;

import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.model.ModelId;

/// A question for what may come after a prompt.
///
/// @param model the model's name as the caller wrote it
/// @param prompt what comes before
/// @param top how many of the likeliest tokens to list, at least 1
public record NextTokensRequest(ModelId model, CompletionPrompt prompt, int top) {
    public NextTokensRequest {
        if (top < 1) {
            throw new IllegalArgumentException("at least one token is listed, not " + top);
        }
    }
}
