package dev.parlance.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The models that are served.
///
/// @param defaultModel an id, an alias or the path of a `.gguf` file; `null` for the built-in model
/// @param folders where `.gguf` files are looked for
/// @param aliases from a name to an id, in order
/// @param configured the models that are configured by name
public record ModelsConfig(
        @Nullable String defaultModel,
        List<Path> folders,
        Map<String, String> aliases,
        List<ModelConfig> configured) {
    public ModelsConfig {
        folders = List.copyOf(folders);
        aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
        configured = List.copyOf(configured);
    }
}
