package dev.parlance.config.textgen;

import org.jspecify.annotations.Nullable;

/// What a flag of text-generation-webui does here.
public sealed interface FlagEffect {

    /// It sets one key.
    ///
    /// @param path the key's place, such as `llama.threads`
    /// @param fixed what a flag without a value sets it to; `null` for the flag's own value
    record Sets(String path, @Nullable String fixed) implements FlagEffect {}

    /// It means something together with others, or is more than one value.
    ///
    /// @param what what it does, for the documentation
    record Takes(String what) implements FlagEffect {}

    /// It does nothing.
    ///
    /// @param reason why, as the end of a sentence
    record Nothing(String reason) implements FlagEffect {}
}
