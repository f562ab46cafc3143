package dev.parlance.core.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The reply shape that a client expects where several products serve the same path.
public enum CompatProfile {
    OPENAI,
    H2OGPT,
    TEXTGEN,
    TEXTGEN_2023,
    LLMSTUDIO_0_3,
    LLMSTUDIO_1;

    /// Its name in configuration and headers: `openai`, `textgen-2023`, `llmstudio-0.3`, ...
    public String wireName() {
        return this == LLMSTUDIO_0_3
                ? "llmstudio-0.3"
                : name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// True for the profiles of text-generation-webui, whose two keys and open pages are unlike
    /// ours.
    public boolean textgen() {
        return this == TEXTGEN || this == TEXTGEN_2023;
    }

    /// The profile of this name, ignoring case.
    public static Optional<CompatProfile> of(String name) {
        return Arrays.stream(values()).filter(p -> p.wireName().equalsIgnoreCase(name)).findFirst();
    }
}
