package dev.parlance.engine.llama;

import static dev.parlance.core.sampling.SamplingParameter.MIN_P;
import static dev.parlance.core.sampling.SamplingParameter.PENALTY_LAST_N;
import static dev.parlance.core.sampling.SamplingParameter.REPETITION_PENALTY;
import static dev.parlance.core.sampling.SamplingParameter.TEMPERATURE;
import static dev.parlance.core.sampling.SamplingParameter.TOP_K;
import static dev.parlance.core.sampling.SamplingParameter.TOP_P;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.engine.llama.sampling.SamplingPlan;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/// The sampling plan of one request: what it says, else what the model's configuration says, else
/// llama.cpp's own defaults.
final class SamplerRecipe {
    private static final Map<SamplingParameter, Double> USUAL =
            Map.of(TEMPERATURE, 0.8, TOP_K, 40.0, TOP_P, 0.95, MIN_P, 0.05, PENALTY_LAST_N, 64.0);

    private final Sampling request;
    private final Sampling defaults;

    private SamplerRecipe(Sampling request, Sampling defaults) {
        this.request = request;
        this.defaults = defaults;
    }

    /// The plan of one choice.
    ///
    /// @param choice makes the seeds of a request's choices differ
    /// @param seed for a request that has none
    /// @throws ApiException `InvalidRequest` for a token id that the model does not have
    static SamplingPlan plan(
            Sampling request,
            Sampling defaults,
            int choice,
            long seed,
            ModelSizes sizes,
            int tokens) {
        SamplerRecipe recipe = new SamplerRecipe(request, defaults);
        Map<SamplingParameter, Double> values = new EnumMap<>(SamplingParameter.class);
        values.putAll(USUAL);
        values.putAll(defaults.values());
        values.putAll(request.values());
        if (values.getOrDefault(REPETITION_PENALTY, 1.0) == 0) {
            throw ApiException.invalid(
                    REPETITION_PENALTY.wireName(),
                    "'repetition_penalty' divides, so it must be above 0; 1 does nothing.");
        }
        return new SamplingPlan(
                values, recipe.seed(choice, seed), recipe.logitBias(tokens), sizes.slotTokens());
    }

    private long seed(int choice, long drawn) {
        Long wanted = request.seed() != null ? request.seed() : defaults.seed();
        return (wanted != null ? wanted : drawn) + choice;
    }

    private Map<Integer, Float> logitBias(int tokens) {
        Map<Integer, Float> bias = new HashMap<>();
        defaults.logitBias().forEach((token, value) -> bias.put(token, value.floatValue()));
        request.logitBias().forEach((token, value) -> bias.put(token, value.floatValue()));
        for (int token : bias.keySet()) {
            if (token < 0 || token >= tokens) {
                throw ApiException.invalid(
                        "logit_bias",
                        "'logit_bias' names the token id "
                                + token
                                + ", but the model's ids are 0 to "
                                + (tokens - 1)
                                + ".");
            }
        }
        return bias;
    }
}
