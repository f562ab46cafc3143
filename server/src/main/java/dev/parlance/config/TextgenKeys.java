package dev.parlance.config;

import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import java.util.Arrays;
import java.util.List;

/// The part of the table that is about text-generation-webui's profiles.
final class TextgenKeys {
    private static final String DEFAULTS = "textgen.defaults.";

    private TextgenKeys() {}

    static List<Key> all() {
        return Arrays.stream(SamplingParameter.values()).map(TextgenKeys::key).toList();
    }

    private static Key key(SamplingParameter parameter) {
        return Key.of(
                path(parameter),
                ModelKeys.type(parameter),
                null,
                "The "
                        + parameter.wireName()
                        + " of requests under text-generation-webui's profiles that have none.");
    }

    private static String path(SamplingParameter parameter) {
        return DEFAULTS + parameter.wireName().replace('_', '-');
    }

    /// What the keys say.
    static Sampling read(Settings settings) {
        Sampling sampling = Sampling.DEFAULT;
        for (SamplingParameter parameter : SamplingParameter.values()) {
            Number value = settings.find(path(parameter), Number.class);
            if (value != null) {
                sampling = sampling.with(parameter, value.doubleValue());
            }
        }
        return sampling;
    }
}
