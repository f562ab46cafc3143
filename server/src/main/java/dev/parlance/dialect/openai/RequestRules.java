package dev.parlance.dialect.openai;

import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.sampling.SamplingParameter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What requests may say and what they mean by saying nothing, where products that serve OpenAI's
/// paths differ.
///
/// @param maxTemperature the highest temperature
/// @param maxPenalty the strongest frequency or presence penalty
/// @param maxStops the most stop texts
/// @param maxLogprobs the most alternatives per token of a completion
/// @param literalSuffix true when `suffix` follows the answer as it stands, false when the answer
///   is to lead to it
/// @param maxTokens the output limit of completions that name none; `null` for what fits
/// @param sampling what is sampled when nothing is said
record RequestRules(
        double maxTemperature,
        double maxPenalty,
        int maxStops,
        int maxLogprobs,
        boolean literalSuffix,
        @Nullable Integer maxTokens,
        SamplingDefaults sampling) {
    /// OpenAI's, with room for what local models need.
    static final RequestRules OPENAI =
            new RequestRules(2, 2, 16, 5, false, 16, SamplingDefaults.NONE);

    private static final RequestRules TEXTGEN = textgen(SamplingDefaults.TEXTGEN);
    private static final RequestRules TEXTGEN_2023 = textgen(SamplingDefaults.TEXTGEN_2023);

    private static RequestRules textgen(SamplingDefaults sampling) {
        return new RequestRules(
                SamplingParameter.TEMPERATURE.max(),
                SamplingParameter.FREQUENCY_PENALTY.max(),
                256,
                20,
                true,
                null,
                sampling);
    }

    /// The rules under this profile.
    static RequestRules of(CompatProfile profile) {
        return switch (profile) {
            case TEXTGEN -> TEXTGEN;
            case TEXTGEN_2023 -> TEXTGEN_2023;
            case OPENAI, H2OGPT, LLMSTUDIO_0_3, LLMSTUDIO_1 -> OPENAI;
        };
    }

    /// The same with these values for requests that have none, where a profile has such values at
    /// all: elsewhere that is the model's choice.
    RequestRules with(Map<SamplingParameter, Double> defaults) {
        if (defaults.isEmpty() || sampling.equals(SamplingDefaults.NONE)) {
            return this;
        }
        return new RequestRules(
                maxTemperature,
                maxPenalty,
                maxStops,
                maxLogprobs,
                literalSuffix,
                maxTokens,
                sampling.with(defaults));
    }

    /// The bounds of a parameter that these rules set otherwise, as its greatest absolute value.
    Map<SamplingParameter, Double> bounds() {
        return Map.of(
                SamplingParameter.TEMPERATURE,
                maxTemperature,
                SamplingParameter.FREQUENCY_PENALTY,
                maxPenalty,
                SamplingParameter.PRESENCE_PENALTY,
                maxPenalty);
    }
}
