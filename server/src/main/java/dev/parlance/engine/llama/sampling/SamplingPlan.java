package dev.parlance.engine.llama.sampling;

import dev.parlance.core.sampling.SamplingParameter;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// How the tokens of one output are to be chosen, with nothing left open: parameters that were not
/// given have the values that do nothing.
///
/// @param values parameters, each within its bounds
/// @param seed for the draws
/// @param logitBias added to logits, by token id
/// @param contextTokens what a window of -1 means
public record SamplingPlan(
        Map<SamplingParameter, Double> values,
        long seed,
        Map<Integer, Float> logitBias,
        int contextTokens) {
    /// Takes the likeliest token.
    public static final SamplingPlan GREEDY =
            new SamplingPlan(Map.of(SamplingParameter.TEMPERATURE, 0.0), 0, Map.of(), 1);

    public SamplingPlan {
        EnumMap<SamplingParameter, Double> copy = new EnumMap<>(SamplingParameter.class);
        copy.putAll(values);
        copy.forEach((parameter, value) -> {
            if (!parameter.accepts(value)) {
                throw new IllegalArgumentException(
                        parameter.wireName() + " is out of bounds: " + value);
            }
        });
        values = Collections.unmodifiableMap(copy);
        logitBias = Map.copyOf(logitBias);
        if (contextTokens < 1) {
            throw new IllegalArgumentException("a context has at least one token");
        }
    }

    double value(SamplingParameter parameter, double otherwise) {
        return values.getOrDefault(parameter, otherwise);
    }
}
