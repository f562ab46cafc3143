package dev.parlance.core.usage;

/// How many tokens a call used.
///
/// @param inputTokens all input tokens, the cached ones included
/// @param outputTokens all output tokens, the reasoning ones included, over all choices
/// @param cacheReadInputTokens input tokens that were not computed again
/// @param reasoningOutputTokens output tokens spent on reasoning
/// @param estimated true when any figure was guessed instead of counted
public record Usage(
        int inputTokens,
        int outputTokens,
        int cacheReadInputTokens,
        int reasoningOutputTokens,
        boolean estimated) {
    /// Nothing used.
    public static final Usage NONE = new Usage(0, 0, 0, 0, false);

    public Usage {
        if (inputTokens < 0
                || outputTokens < 0
                || cacheReadInputTokens < 0
                || reasoningOutputTokens < 0) {
            throw new IllegalArgumentException("token counts are not negative");
        }
    }

    /// Counted tokens without cache or reasoning.
    public static Usage of(int inputTokens, int outputTokens) {
        return new Usage(inputTokens, outputTokens, 0, 0, false);
    }

    /// Input and output together.
    public int totalTokens() {
        return inputTokens + outputTokens;
    }

    /// The sum of both; estimated when either is.
    public Usage plus(Usage other) {
        return new Usage(
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                cacheReadInputTokens + other.cacheReadInputTokens,
                reasoningOutputTokens + other.reasoningOutputTokens,
                estimated || other.estimated);
    }
}
