package dev.parlance.engine.llama.sampling;

import java.util.Set;

/// What the samplers have to know of a model's tokens.
///
/// @param count ids are 0 to one less
/// @param ends those that end an output
/// @param breakers for DRY
public record ModelTokens(int count, Set<Integer> ends, BreakerIndex breakers) {
    public ModelTokens {
        ends = Set.copyOf(ends);
    }
}
