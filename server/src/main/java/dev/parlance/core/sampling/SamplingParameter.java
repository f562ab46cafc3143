package dev.parlance.core.sampling;

/// One number that shapes how the next token is chosen.
///
/// Bounds are what core accepts from any dialect; a dialect may accept less (OpenAI's temperature
/// ends at 2). Values are doubles; integral ones are marked.
public enum SamplingParameter {
    /// Divides the logits before the softmax; 0 is greedy.
    TEMPERATURE("temperature", 0, 100, false),
    /// How far the temperature moves with the entropy, up and down; 0 keeps it still.
    DYNATEMP_RANGE("dynatemp_range", 0, 100, false),
    /// How the temperature follows the entropy; 1 is a straight line.
    DYNATEMP_EXPONENT("dynatemp_exponent", 0, 100, false),
    /// Pulls logits together near the greatest and apart below, by a parabola; 0 does nothing.
    SMOOTHING_FACTOR("smoothing_factor", 0, 100, false),
    /// How much of a cube there is in the parabola; 1 is none.
    SMOOTHING_CURVE("smoothing_curve", 1, 100, false),
    /// Keeps the k most likely tokens; 0 or less keeps all.
    TOP_K("top_k", -1, 1_000_000, true),
    /// Keeps the smallest set of tokens whose probability adds up to p.
    TOP_P("top_p", 0, 1, false),
    /// Keeps tokens at least min_p times as likely as the most likely one.
    MIN_P("min_p", 0, 1, false),
    /// Keeps tokens whose information is near the distribution's entropy; 1 keeps all.
    TYPICAL_P("typical_p", 0, 1, false),
    /// Keeps logits at most so many standard deviations below the greatest; 0 or less keeps all.
    TOP_N_SIGMA("top_n_sigma", -1, 100, false),
    /// Keeps tokens at least top_a times the square of the greatest probability likely.
    TOP_A("top_a", 0, 1, false),
    /// Drops the tail where the curve of probabilities is flat; 1 keeps all.
    TFS("tfs", 0, 1, false),
    /// Drops tokens less likely than this many ten-thousandths.
    EPSILON_CUTOFF("epsilon_cutoff", 0, 10_000, false),
    /// The same with a bound that falls with the entropy.
    ETA_CUTOFF("eta_cutoff", 0, 10_000, false),
    /// Tokens at least so likely are choices, of which [#XTC_PROBABILITY] removes all but the last.
    XTC_THRESHOLD("xtc_threshold", 0, 1, false),
    /// How often the most likely choices are removed; 0 never.
    XTC_PROBABILITY("xtc_probability", 0, 1, false),
    /// The probability that chosen tokens are to have on average; 0 or less chooses as usual.
    ADAPTIVE_TARGET("adaptive_target", -1, 1, false),
    /// How slowly that average forgets.
    ADAPTIVE_DECAY("adaptive_decay", 0, 0.99, false),
    /// The version of Mirostat that chooses tokens; 0 is none.
    MIROSTAT("mirostat", 0, 2, true),
    /// The surprise that Mirostat aims at, in bits.
    MIROSTAT_TAU("mirostat_tau", 0, 100, false),
    /// How fast Mirostat learns.
    MIROSTAT_ETA("mirostat_eta", 0, 1, false),
    /// Divides (multiplies, when negative) the logits of tokens seen lately; 1 does nothing.
    REPETITION_PENALTY("repetition_penalty", 0, 100, false),
    /// Subtracted from a token's logit once per earlier occurrence.
    FREQUENCY_PENALTY("frequency_penalty", -100, 100, false),
    /// Subtracted from a token's logit once it has occurred.
    PRESENCE_PENALTY("presence_penalty", -100, 100, false),
    /// How many last tokens the penalties look at; -1 is the whole context.
    PENALTY_LAST_N("repeat_last_n", -1, 1_000_000, true),
    /// Multiplies (divides, when negative) the logits of the prompt's tokens; 1 does nothing.
    ENCODER_REPETITION_PENALTY("encoder_repetition_penalty", 0, 100, false),
    /// Tokens in a row that never come twice; 0 allows all.
    NO_REPEAT_NGRAM_SIZE("no_repeat_ngram_size", 0, 1_000, true),
    /// How strongly DRY avoids to go on with a repetition; 0 does nothing.
    DRY_MULTIPLIER("dry_multiplier", 0, 100, false),
    /// How fast that grows with the length of the repetition.
    DRY_BASE("dry_base", 1, 100, false),
    /// The longest repetition that DRY does not mind.
    DRY_ALLOWED_LENGTH("dry_allowed_length", 1, 1_000_000, true),
    /// How many last tokens DRY looks at; -1 is the whole context.
    DRY_LAST_N("dry_penalty_last_n", -1, 1_000_000, true),
    /// How many tokens come before one that ends the output.
    MIN_TOKENS("min_tokens", 0, 1_000_000, true);

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

    /// True when the value changes nothing, whatever the other parameters are. Parameters that only
    /// shape what others do are never idle.
    public boolean idle(double value) {
        return switch (this) {
            case TEMPERATURE, REPETITION_PENALTY, ENCODER_REPETITION_PENALTY -> value == 1;
            case TOP_P, TYPICAL_P, TFS -> value >= 1;
            case TOP_K,
                    MIN_P,
                    TOP_N_SIGMA,
                    TOP_A,
                    EPSILON_CUTOFF,
                    ETA_CUTOFF,
                    XTC_PROBABILITY,
                    ADAPTIVE_TARGET,
                    SMOOTHING_FACTOR,
                    DYNATEMP_RANGE,
                    MIROSTAT,
                    FREQUENCY_PENALTY,
                    PRESENCE_PENALTY,
                    NO_REPEAT_NGRAM_SIZE,
                    DRY_MULTIPLIER,
                    MIN_TOKENS ->
                    value == 0 || (value < 0 && min == -1);
            case DYNATEMP_EXPONENT,
                    SMOOTHING_CURVE,
                    XTC_THRESHOLD,
                    ADAPTIVE_DECAY,
                    MIROSTAT_TAU,
                    MIROSTAT_ETA,
                    PENALTY_LAST_N,
                    DRY_BASE,
                    DRY_ALLOWED_LENGTH,
                    DRY_LAST_N ->
                    false;
        };
    }

    /// True when the value is finite, within the bounds, and whole where it must be.
    public boolean accepts(double value) {
        return value >= min && value <= max && (!integral || value == Math.rint(value));
    }
}
