package dev.parlance.core.sampling;

/// One number that shapes how the next token is chosen.
///
/// Bounds are what core accepts from any dialect; a dialect may accept less (OpenAI's temperature
/// ends at 2). Values are doubles; integral ones are marked.
public enum SamplingParameter {
    /// Divides the logits before the softmax; 0 is greedy.
    TEMPERATURE("temperature", 0, 100, false),
    /// Keeps the k most likely tokens; 0 or less keeps all.
    TOP_K("top_k", -1, 1_000_000, true),
    /// Keeps the smallest set of tokens whose probability adds up to p.
    TOP_P("top_p", 0, 1, false),
    /// Keeps tokens at least min_p times as likely as the most likely one.
    MIN_P("min_p", 0, 1, false),
    /// Keeps tokens whose information is near the distribution's entropy; 1 keeps all.
    TYPICAL_P("typical_p", 0, 1, false),
    /// Divides (multiplies, when negative) the logits of tokens seen lately; 1 does nothing.
    REPETITION_PENALTY("repetition_penalty", 0, 100, false),
    /// Subtracted from a token's logit once per earlier occurrence.
    FREQUENCY_PENALTY("frequency_penalty", -100, 100, false),
    /// Subtracted from a token's logit once it has occurred.
    PRESENCE_PENALTY("presence_penalty", -100, 100, false),
    /// How many last tokens the penalties look at; -1 is the whole context.
    PENALTY_LAST_N("repeat_last_n", -1, 1_000_000, true);

    private final String wireName;
    private final double min;
    private final double max;
    private final boolean integral;

    SamplingParameter(String wireName, double min, double max, boolean integral) {
        this.wireName = wireName;
        this.min = min;
        this.max = max;
        this.integral = integral;
    }

    /// The field's usual name for it, in snake case.
    public String wireName() {
        return wireName;
    }

    /// The least value.
    public double min() {
        return min;
    }

    /// The greatest value.
    public double max() {
        return max;
    }

    /// True when only whole numbers make sense.
    public boolean integral() {
        return integral;
    }

    /// True when the value is finite, within the bounds, and whole where it must be.
    public boolean accepts(double value) {
        return value >= min && value <= max && (!integral || value == Math.rint(value));
    }
}
