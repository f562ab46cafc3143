package dev.parlance.engine.llama.sampling;

import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import java.util.Set;

/// How the tokens of one output are to be chosen, with nothing left open.
///
/// @param sampling the wish; a parameter that it does not have does nothing
/// @param seed for the draws
/// @param endTokens the tokens that end an output
/// @param breakers where DRY's repetitions end
/// @param contextTokens what a window of -1 means
public record SamplingPlan(
        Sampling sampling,
        long seed,
        Set<Integer> endTokens,
        DryBreakers breakers,
        int contextTokens) {
    /// Takes the likeliest token.
    public static final SamplingPlan GREEDY =
            new SamplingPlan(
                    Sampling.DEFAULT.with(SamplingParameter.TEMPERATURE, 0),
                    0,
                    Set.of(),
                    DryBreakers.NONE,
                    1);

    public SamplingPlan {
        endTokens = Set.copyOf(endTokens);
        if (contextTokens < 1) {
            throw new IllegalArgumentException("a context has at least one token");
        }
    }

    double value(SamplingParameter parameter, double otherwise) {
        return sampling.value(parameter, otherwise);
    }

    /// A window of the last tokens.
    int window(SamplingParameter parameter, int otherwise) {
        int last = (int) value(parameter, otherwise);
        return last < 0 ? contextTokens : Math.min(last, contextTokens);
    }
}
