package dev.parlance.core.sampling;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How tokens are to be chosen in one request; what is absent is the engine's choice.
///
/// @param values the parameters that were given, each within its bounds
/// @param seed makes sampling repeatable; `null` when the engine is to draw one
/// @param logitBias added to the logits of these token ids, -100 to 100 each
/// @param bannedTokens token ids that never come
/// @param endBanned true to never end the output by a token, so that it runs to its limit
/// @param dryBreakers texts that a repetition does not reach across, for DRY; `null` for the usual
/// @param order which samplers run and when; `null` for the engine's own order
public record Sampling(
        Map<SamplingParameter, Double> values,
        @Nullable Long seed,
        Map<Integer, Double> logitBias,
        Set<Integer> bannedTokens,
        boolean endBanned,
        @Nullable List<String> dryBreakers,
        @Nullable SamplerOrder order) {
    /// The most breakers, and the most UTF-16 units of one.
    public static final int MAX_BREAKERS = 64;

    /// See [#MAX_BREAKERS].
    public static final int MAX_BREAKER_LENGTH = 64;

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
        bannedTokens = Set.copyOf(bannedTokens);
        if (dryBreakers != null) {
            dryBreakers = List.copyOf(dryBreakers);
            if (dryBreakers.size() > MAX_BREAKERS
                    || dryBreakers.stream()
                            .anyMatch(b -> b.isEmpty() || b.length() > MAX_BREAKER_LENGTH)) {
                throw new IllegalArgumentException("too many, empty or too long DRY breakers");
            }
        }
    }

    /// Numbers, seed and bias alone.
    public Sampling(
            Map<SamplingParameter, Double> values,
            @Nullable Long seed,
            Map<Integer, Double> logitBias) {
        this(values, seed, logitBias, Set.of(), false, null, null);
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
        return withValues(copy);
    }

    /// A copy with this seed.
    public Sampling withSeed(@Nullable Long newSeed) {
        return new Sampling(
                values, newSeed, logitBias, bannedTokens, endBanned, dryBreakers, order);
    }

    /// A copy with this logit bias.
    public Sampling withLogitBias(Map<Integer, Double> bias) {
        return new Sampling(values, seed, bias, bannedTokens, endBanned, dryBreakers, order);
    }

    /// A copy with these parameters and no others.
    public Sampling withValues(Map<SamplingParameter, Double> newValues) {
        return new Sampling(
                newValues, seed, logitBias, bannedTokens, endBanned, dryBreakers, order);
    }

    /// A copy that never takes these tokens, nor one that ends the output if so wished.
    public Sampling withBans(Set<Integer> tokens, boolean end) {
        return new Sampling(values, seed, logitBias, tokens, end, dryBreakers, order);
    }

    /// A copy with these breakers for DRY.
    public Sampling withDryBreakers(@Nullable List<String> breakers) {
        return new Sampling(values, seed, logitBias, bannedTokens, endBanned, breakers, order);
    }

    /// A copy with this order of samplers.
    public Sampling withOrder(@Nullable SamplerOrder newOrder) {
        return new Sampling(
                values, seed, logitBias, bannedTokens, endBanned, dryBreakers, newOrder);
    }
}
