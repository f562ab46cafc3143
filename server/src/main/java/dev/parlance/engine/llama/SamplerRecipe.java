package dev.parlance.engine.llama;

import static dev.parlance.core.sampling.SamplingParameter.FREQUENCY_PENALTY;
import static dev.parlance.core.sampling.SamplingParameter.MIN_P;
import static dev.parlance.core.sampling.SamplingParameter.PENALTY_LAST_N;
import static dev.parlance.core.sampling.SamplingParameter.PRESENCE_PENALTY;
import static dev.parlance.core.sampling.SamplingParameter.REPETITION_PENALTY;
import static dev.parlance.core.sampling.SamplingParameter.TEMPERATURE;
import static dev.parlance.core.sampling.SamplingParameter.TOP_K;
import static dev.parlance.core.sampling.SamplingParameter.TOP_P;
import static dev.parlance.core.sampling.SamplingParameter.TYPICAL_P;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.engine.llama.ffm.SamplerOptions;
import java.util.HashMap;
import java.util.Map;

/// The sampler options of one request: what it says, else what the model's configuration says, else
/// llama.cpp's own defaults.
final class SamplerRecipe {
    private static final Map<SamplingParameter, Double> USUAL =
            Map.of(
                    TEMPERATURE, 0.8,
                    TOP_K, 40.0,
                    TOP_P, 0.95,
                    MIN_P, 0.05,
                    TYPICAL_P, 1.0,
                    REPETITION_PENALTY, 1.0,
                    FREQUENCY_PENALTY, 0.0,
                    PRESENCE_PENALTY, 0.0,
                    PENALTY_LAST_N, 64.0);
    // The seed that means "draw one" to llama.cpp.
    private static final int NATIVE_RANDOM = -1;

    private final Sampling request;
    private final Sampling defaults;

    private SamplerRecipe(Sampling request, Sampling defaults) {
        this.request = request;
        this.defaults = defaults;
    }

    /// The options of one choice.
    ///
    /// @param choice makes the seeds of a request's choices differ
    /// @param seed for a request that has none
    /// @throws ApiException `InvalidRequest` for a token id that the model does not have
    static SamplerOptions options(
            Sampling request,
            Sampling defaults,
            int choice,
            long seed,
            ModelSizes sizes,
            int tokens) {
        SamplerRecipe recipe = new SamplerRecipe(request, defaults);
        double repetition = recipe.value(REPETITION_PENALTY);
        if (repetition == 0) {
            throw ApiException.invalid(
                    REPETITION_PENALTY.wireName(),
                    "'repetition_penalty' divides, so it must be above 0; 1 does nothing.");
        }
        int window = (int) recipe.value(PENALTY_LAST_N);
        return new SamplerOptions(
                (float) recipe.value(TEMPERATURE),
                (int) recipe.value(TOP_K),
                (float) recipe.value(TOP_P),
                (float) recipe.value(MIN_P),
                (float) recipe.value(TYPICAL_P),
                (float) repetition,
                (float) recipe.value(FREQUENCY_PENALTY),
                (float) recipe.value(PRESENCE_PENALTY),
                window < 0 ? sizes.slotTokens() : Math.min(window, sizes.slotTokens()),
                recipe.seed(choice, seed),
                recipe.logitBias(tokens));
    }

    private double value(SamplingParameter parameter) {
        double usual = USUAL.getOrDefault(parameter, 0.0);
        return request.value(parameter, defaults.value(parameter, usual));
    }

    private int seed(int choice, long drawn) {
        Long wanted = request.seed() != null ? request.seed() : defaults.seed();
        int seed = Long.hashCode((wanted != null ? wanted : drawn) + choice);
        return seed == NATIVE_RANDOM ? Integer.MAX_VALUE : seed;
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
