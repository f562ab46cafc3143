package dev.parlance.core.model;

import dev.parlance.core.sampling.SamplingParameter;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What callers may know of one model.
///
/// @param id its own name, never an alias
/// @param engine the engine that serves it, e.g. `llama`
/// @param ownedBy whose model it is, e.g. an organisation's name
/// @param created when the model was made or its file last changed
/// @param capabilities what it can do
/// @param sampling the sampling parameters it honours
/// @param contextLength how many tokens fit, input and output together; `null` when not known
/// @param state where it is in its life
/// @param progress how much of it is loaded, 0 to 1; 1 when `READY`
/// @param life its comings and goings; `null` for a model that is always there
public record ModelCard(
        ModelId id,
        String engine,
        String ownedBy,
        Instant created,
        Set<Capability> capabilities,
        Set<SamplingParameter> sampling,
        @Nullable Integer contextLength,
        ModelState state,
        double progress,
        @Nullable ModelLife life) {
    public ModelCard {
        capabilities = Set.copyOf(capabilities);
        sampling = Set.copyOf(sampling);
        if (!(progress >= 0 && progress <= 1)) {
            throw new IllegalArgumentException("progress is 0 to 1, not " + progress);
        }
    }

    /// The card of a model that is always there.
    public ModelCard(
            ModelId id,
            String engine,
            String ownedBy,
            Instant created,
            Set<Capability> capabilities,
            Set<SamplingParameter> sampling,
            @Nullable Integer contextLength,
            ModelState state,
            double progress) {
        this(
                id,
                engine,
                ownedBy,
                created,
                capabilities,
                sampling,
                contextLength,
                state,
                progress,
                null);
    }

    /// True when this model can do it.
    public boolean can(Capability capability) {
        return capabilities.contains(capability);
    }
}
