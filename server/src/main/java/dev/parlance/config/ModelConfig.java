package dev.parlance.config;

import dev.parlance.core.model.KeepAlive;
import dev.parlance.core.sampling.Sampling;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One model that is configured by name.
///
/// @param keepAlive how long it stays after its last use; `null` for the usual time
/// @param isolation `none` or `process`; `null` for the engine's setting
/// @param contextLength in tokens; 0 follows the engine's setting
/// @param defaults the sampling of requests that say nothing
public record ModelConfig(
        String id,
        Path path,
        List<String> aliases,
        boolean preload,
        @Nullable KeepAlive keepAlive,
        boolean warmUp,
        @Nullable String isolation,
        int contextLength,
        Sampling defaults) {
    public ModelConfig {
        aliases = List.copyOf(aliases);
    }
}
