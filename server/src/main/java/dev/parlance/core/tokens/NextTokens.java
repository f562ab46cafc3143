package dev.parlance.core.tokens;

import dev.parlance.core.model.ModelId;
import dev.parlance.core.usage.Usage;
import java.util.List;

/// What may come after a prompt by the model itself, before any sampler.
///
/// @param responseModel the model that answered
/// @param tokens the likeliest tokens, most likely first
/// @param usage the prompt's tokens
public record NextTokens(ModelId responseModel, List<Candidate> tokens, Usage usage) {
    public NextTokens {
        tokens = List.copyOf(tokens);
    }

    /// A token that may come next.
    ///
    /// @param logprob the natural logarithm of its probability, at most 0
    public record Candidate(TextToken token, double logprob) {}
}
