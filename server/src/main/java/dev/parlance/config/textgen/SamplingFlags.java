package dev.parlance.config.textgen;

import static dev.parlance.config.textgen.TextgenFlag.Values.NONE;
import static dev.parlance.config.textgen.TextgenFlag.Values.ONE;

import java.util.ArrayList;
import java.util.List;

/// The flags that say what a generation does when its request does not.
final class SamplingFlags {
    private static final String REQUEST =
            "send it with the request, or set models[].defaults where it is a key";

    private static final String[] VALUES = {
        "--temperature",
        "--dynatemp-low",
        "--dynatemp-high",
        "--dynatemp-exponent",
        "--smoothing-factor",
        "--smoothing-curve",
        "--top-p",
        "--top-k",
        "--min-p",
        "--top-n-sigma",
        "--typical-p",
        "--xtc-threshold",
        "--xtc-probability",
        "--epsilon-cutoff",
        "--eta-cutoff",
        "--tfs",
        "--top-a",
        "--adaptive-target",
        "--adaptive-decay",
        "--dry-multiplier",
        "--dry-allowed-length",
        "--dry-base",
        "--repetition-penalty",
        "--frequency-penalty",
        "--presence-penalty",
        "--encoder-repetition-penalty",
        "--no-repeat-ngram-size",
        "--repetition-penalty-range",
        "--penalty-alpha",
        "--guidance-scale",
        "--mirostat-mode",
        "--mirostat-tau",
        "--mirostat-eta",
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
        flags.addAll(FlagTable.nothing(REQUEST, ONE, VALUES));
        flags.addAll(FlagTable.nothing(REQUEST, NONE, SWITCHES));
        return flags;
    }
}
