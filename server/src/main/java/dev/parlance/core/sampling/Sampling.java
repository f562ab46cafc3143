package dev.parlance.core.sampling;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How tokens are to be chosen in one request; what is absent is the engine's choice.
///
/// @param values the parameters that were given, each within its bounds
/// @param seed makes sampling repeatable; `null` when the engine is to draw one
/// @param logitBias added to the logits of these token ids, -100 to 100 each
public record Sampling(
        Map<SamplingParameter, Double> values,
        @Nullable Long seed,
        Map<Integer, Double> logitBias) {
    /// Nothing given.
    public static final Sampling DEFAULT = new Sampling(Map.of(), null, Map.of());

    public Sampling {
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
    }

    /// The value of this parameter, or `fallback` when it was not given.
    public double value(SamplingParameter parameter, double fallback) {
        Double value = values.get(parameter);
        return value == null ? fallback : value;
    }

    /// A copy with this parameter set.
    public Sampling with(SamplingParameter parameter, double value) {
        EnumMap<SamplingParameter, Double> copy = new EnumMap<>(SamplingParameter.class);
        copy.putAll(values);
        copy.put(parameter, value);
        return new Sampling(copy, seed, logitBias);
    }

    /// A copy with this seed.
    public Sampling withSeed(@Nullable Long newSeed) {
        return new Sampling(values, newSeed, logitBias);
    }

    /// A copy with this logit bias.
    public Sampling withLogitBias(Map<Integer, Double> bias) {
        return new Sampling(values, seed, bias);
    }
}
