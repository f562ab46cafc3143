package dev.parlance.config.textgen;

import static dev.parlance.config.textgen.TextgenFlag.Values.NONE;
import static dev.parlance.config.textgen.TextgenFlag.Values.ONE;

import java.util.ArrayList;
import java.util.List;

/// The flags that say what a generation does when its request does not.
final class SamplingFlags {
    private static final String REQUEST = "send it with the request";

    /// Those that are named after a parameter.
    private static final String[] PARAMETERS = {
        "temperature",
        "dynatemp-exponent",
        "smoothing-factor",
        "smoothing-curve",
        "top-p",
        "top-k",
        "min-p",
        "top-n-sigma",
        "typical-p",
        "xtc-threshold",
        "xtc-probability",
        "epsilon-cutoff",
        "eta-cutoff",
        "tfs",
        "top-a",
        "adaptive-target",
        "adaptive-decay",
        "dry-multiplier",
        "dry-allowed-length",
        "dry-base",
        "repetition-penalty",
        "frequency-penalty",
        "presence-penalty",
        "encoder-repetition-penalty",
        "no-repeat-ngram-size",
        "mirostat-tau",
        "mirostat-eta"
    };

    private static final String[] VALUES = {
        "--dynatemp-low",
        "--dynatemp-high",
        "--penalty-alpha",
        "--guidance-scale",
        "--sampler-priority",
        "--dry-sequence-breakers",
        "--reasoning-effort"
    };

    private static final String[] SWITCHES = {
        "--do-sample",
        "--no-do-sample",
        "--dynamic-temperature",
        "--no-dynamic-temperature",
        "--temperature-last",
        "--no-temperature-last",
        "--enable-thinking",
        "--no-enable-thinking",
        "--preserve-thinking",
        "--no-preserve-thinking"
    };

    private SamplingFlags() {}

    static List<TextgenFlag> all() {
        List<TextgenFlag> flags = new ArrayList<>();
        for (String name : PARAMETERS) {
            flags.add(FlagTable.sets("--" + name, "textgen.defaults." + name));
        }
        flags.add(FlagTable.sets("--mirostat-mode", "textgen.defaults.mirostat"));
        flags.add(
                FlagTable.does(
                        "--repetition-penalty-range",
                        ONE,
                        "`textgen.defaults.repeat-last-n` and `dry-penalty-last-n`; 0 is"
                                + " everything"));
        flags.addAll(FlagTable.nothing(REQUEST, ONE, VALUES));
        flags.addAll(FlagTable.nothing(REQUEST, NONE, SWITCHES));
        return flags;
    }
}
