package dev.parlance.hub;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a model's file names say with how many bits its weights are kept.
final class Quantization {
    /// What is taken when nobody says, best first: small enough for most machines, good enough for
    /// most work; then what is larger, then what is worse.
    static final List<String> PREFERRED =
            List.of(
                    "Q4_K_M", "Q5_K_M", "Q4_K_S", "Q4_0", "Q5_0", "Q6_K", "Q8_0", "IQ4_XS",
                    "Q3_K_M", "F16", "BF16");

    private static final Pattern LABEL =
            Pattern.compile(
                    "(?i)(?<=^|[-._])((?:UD-)?(?:IQ[1-4]_(?:XXS|XS|S|M|NL)|Q[1-8]_K(?:_(?:XS|S|M|L|XL))?"
                            + "|Q[2-8]_[01]|TQ[12]_0|MXFP4(?:_MOE)?|BF16|F16|FP16|F32))(?=[-._]|$)");

    private Quantization() {}

    private static final Pattern ENDING = Pattern.compile("(?i)(?:-\\d{5}-of-\\d{5})?\\.gguf$");

    /// The last label in the name of this model's first file, in upper case.
    static Optional<String> of(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String stem = ENDING.matcher(name).replaceFirst("");
        Matcher labels = LABEL.matcher(stem);
        String last = null;
        while (labels.find()) {
            last = labels.group(1).toUpperCase(Locale.ROOT);
        }
        return Optional.ofNullable(last).map(l -> l.equals("FP16") ? "F16" : l);
    }
}
