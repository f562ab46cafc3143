package dev.parlance.engine.llama.ffm;

import java.util.Map;

/// How the next token is drawn. Each filter is left out at the value that makes it do nothing.
///
/// @param temperature 0 takes the likeliest token
/// @param topK 0 or less keeps all
/// @param topP 1 keeps all
/// @param minP 0 keeps all
/// @param typicalP 1 keeps all
/// @param repetitionPenalty 1 does nothing
/// @param frequencyPenalty 0 does nothing
/// @param presencePenalty 0 does nothing
/// @param penaltyTokens how many last tokens the penalties look at
/// @param seed for the draws
/// @param logitBias added to logits, by token id
public record SamplerOptions(
        float temperature,
        int topK,
        float topP,
        float minP,
        float typicalP,
        float repetitionPenalty,
        float frequencyPenalty,
        float presencePenalty,
        int penaltyTokens,
        int seed,
        Map<Integer, Float> logitBias) {
    /// Takes the likeliest token.
    public static final SamplerOptions GREEDY =
            new SamplerOptions(0, 0, 1, 0, 1, 1, 0, 0, 0, 0, Map.of());

    public SamplerOptions {
        logitBias = Map.copyOf(logitBias);
        float[] numbers = {
            temperature, topP, minP, typicalP, repetitionPenalty, frequencyPenalty, presencePenalty
        };
        for (float number : numbers) {
            if (!Float.isFinite(number)) {
                throw new IllegalArgumentException("sampling parameters are finite");
            }
        }
        if (temperature < 0 || repetitionPenalty <= 0 || penaltyTokens < 0) {
            throw new IllegalArgumentException(
                    "temperature and penalty window are not negative, and the repetition penalty is"
                            + " above 0");
        }
    }

    boolean penalises() {
        return penaltyTokens > 0
                && (repetitionPenalty != 1 || frequencyPenalty != 0 || presencePenalty != 0);
    }
}
