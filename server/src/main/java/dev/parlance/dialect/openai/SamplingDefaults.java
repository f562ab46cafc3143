package dev.parlance.dialect.openai;

import static dev.parlance.core.sampling.SamplingParameter.DRY_LAST_N;
import static dev.parlance.core.sampling.SamplingParameter.DRY_MULTIPLIER;
import static dev.parlance.core.sampling.SamplingParameter.FREQUENCY_PENALTY;
import static dev.parlance.core.sampling.SamplingParameter.MIN_P;
import static dev.parlance.core.sampling.SamplingParameter.MIROSTAT;
import static dev.parlance.core.sampling.SamplingParameter.PENALTY_LAST_N;
import static dev.parlance.core.sampling.SamplingParameter.PRESENCE_PENALTY;
import static dev.parlance.core.sampling.SamplingParameter.REPETITION_PENALTY;
import static dev.parlance.core.sampling.SamplingParameter.TEMPERATURE;
import static dev.parlance.core.sampling.SamplingParameter.TOP_K;
import static dev.parlance.core.sampling.SamplingParameter.TOP_P;

import dev.parlance.core.sampling.SamplerOrder;
import dev.parlance.core.sampling.SamplerStage;
import dev.parlance.core.sampling.SamplingParameter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is sampled when a request says nothing; what is absent here too is the engine's choice.
///
/// @param values the parameters
/// @param window how many last tokens the penalties look at, said when one of them is at work
/// @param order which samplers run when, said when two of them are at work
record SamplingDefaults(
        Map<SamplingParameter, Double> values,
        @Nullable Integer window,
        @Nullable SamplerOrder order) {
    /// Everything is the engine's choice.
    static final SamplingDefaults NONE = new SamplingDefaults(Map.of(), null, null);

    /// text-generation-webui's: the table in docs/textgen.md.
    static final SamplingDefaults TEXTGEN = textgen(0.95, 1024);

    /// The same in November 2023, when the penalties looked at everything.
    static final SamplingDefaults TEXTGEN_2023 = textgen(1, -1);

    private static final double GREEDY_BELOW = 1e-6;

    private static SamplingDefaults textgen(double topP, int window) {
        return new SamplingDefaults(
                Map.of(TEMPERATURE, 1.0, TOP_P, topP, TOP_K, 0.0, MIN_P, 0.0),
                window,
                new SamplerOrder(
                        List.of(
                                SamplerStage.REPETITION_PENALTY,
                                SamplerStage.PRESENCE_PENALTY,
                                SamplerStage.FREQUENCY_PENALTY,
                                SamplerStage.DRY,
                                SamplerStage.TOP_N_SIGMA,
                                SamplerStage.TEMPERATURE,
                                SamplerStage.DYNAMIC_TEMPERATURE,
                                SamplerStage.SMOOTHING,
                                SamplerStage.TOP_K,
                                SamplerStage.TOP_P,
                                SamplerStage.TYPICAL_P,
                                SamplerStage.EPSILON_CUTOFF,
                                SamplerStage.ETA_CUTOFF,
                                SamplerStage.TFS,
                                SamplerStage.TOP_A,
                                SamplerStage.MIN_P,
                                SamplerStage.ADAPTIVE_P,
                                SamplerStage.MIROSTAT,
                                SamplerStage.XTC,
                                SamplerStage.ENCODER_REPETITION_PENALTY,
                                SamplerStage.NO_REPEAT_NGRAM),
                        true,
                        true));
    }

    /// The same with these values beside and instead of its own.
    SamplingDefaults with(Map<SamplingParameter, Double> further) {
        Map<SamplingParameter, Double> all = new EnumMap<>(SamplingParameter.class);
        all.putAll(values);
        all.putAll(further);
        return new SamplingDefaults(all, window, order);
    }

    /// Adds what is missing to a request's values.
    void complete(Map<SamplingParameter, Double> given) {
        values.forEach((parameter, value) -> {
            // Mirostat drops tokens itself, so nothing else is said to.
            if (parameter == TEMPERATURE || !acts(given, MIROSTAT)) {
                given.putIfAbsent(parameter, value);
            }
        });
        if (window == null) {
            return;
        }
        boolean penalties =
                acts(given, REPETITION_PENALTY)
                        || acts(given, FREQUENCY_PENALTY)
                        || acts(given, PRESENCE_PENALTY);
        if (penalties) {
            given.putIfAbsent(PENALTY_LAST_N, (double) window);
        }
        if (acts(given, DRY_MULTIPLIER)) {
            given.putIfAbsent(DRY_LAST_N, (double) window);
        }
    }

    /// The order for these values, or `null` where none makes a difference.
    @Nullable SamplerOrder orderFor(Map<SamplingParameter, Double> given) {
        boolean greedy = given.getOrDefault(TEMPERATURE, 1.0) < GREEDY_BELOW;
        long acting = given.keySet().stream().filter(parameter -> acts(given, parameter)).count();
        return greedy || acting < 2 ? null : order;
    }

    private static boolean acts(Map<SamplingParameter, Double> given, SamplingParameter parameter) {
        Double value = given.get(parameter);
        return value != null && !parameter.idle(value);
    }
}
