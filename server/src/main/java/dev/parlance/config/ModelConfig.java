package dev.parlance.config;

import dev.parlance.core.sampling.Sampling;
import java.nio.file.Path;
import java.util.List;

/// One model that is configured by name.
///
/// @param contextLength in tokens; 0 follows the engine's setting
/// @param defaults the sampling of requests that say nothing
public record ModelConfig(
        String id,
        Path path,
        List<String> aliases,
        boolean preload,
        int contextLength,
        Sampling defaults) {
    public ModelConfig {
        aliases = List.copyOf(aliases);
    }
}
