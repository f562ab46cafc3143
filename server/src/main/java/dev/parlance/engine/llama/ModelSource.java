package dev.parlance.engine.llama;

import dev.parlance.core.model.ModelId;
import dev.parlance.core.sampling.Sampling;
import java.nio.file.Path;

/// One model that is configured by name.
///
/// @param id its name for callers
/// @param file the `.gguf` file, or the first of a split model
/// @param ownedBy whose model it is, as cards tell callers
/// @param contextTokens tokens of context for each choice; 0 for the engine's setting
/// @param policy when it comes into memory, and when it leaves
/// @param defaults the sampling of requests that say nothing
public record ModelSource(
        ModelId id,
        Path file,
        String ownedBy,
        int contextTokens,
        ModelPolicy policy,
        Sampling defaults) {
    public ModelSource {
        if (contextTokens < 0) {
            throw new IllegalArgumentException("contextTokens is not negative");
        }
    }

    /// A model with nothing but a name and a file.
    public static ModelSource of(ModelId id, Path file) {
        return new ModelSource(id, file, LlamaEngine.NAME, 0, ModelPolicy.USUAL, Sampling.DEFAULT);
    }

    /// The same model with this policy.
    public ModelSource withPolicy(ModelPolicy newPolicy) {
        return new ModelSource(id, file, ownedBy, contextTokens, newPolicy, defaults);
    }
}
