package dev.parlance.engine.llama;

import dev.parlance.engine.llama.ffm.GpuOptions;
import java.util.Map;

/// What GPUs do for each model.
///
/// @param usual for models that are not in `models`
/// @param models by id
public record Offload(GpuOptions usual, Map<String, GpuOptions> models) {
    /// The usual for every model.
    public static final Offload USUAL = new Offload(GpuOptions.USUAL, Map.of());

    public Offload {
        models = Map.copyOf(models);
    }

    GpuOptions of(String model) {
        return models.getOrDefault(model, usual);
    }
}
