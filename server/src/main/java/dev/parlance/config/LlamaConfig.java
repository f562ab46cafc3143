package dev.parlance.config;

import dev.parlance.core.model.KeepAlive;
import java.util.Map;

/// How GGUF models run; 0 for threads, context length or memory leaves the choice to the engine.
///
/// @param natives [#AUTO], [#MAVEN], or the path of a native library
/// @param gpu what GPUs do
/// @param modelGpu the same for configured models, by id
/// @param memory bytes that loaded models take together at most
/// @param isolation `none` or `process`
public record LlamaConfig(
        int threads,
        int slots,
        int contextLength,
        int batchSize,
        int promptChunk,
        String prefixCache,
        int cacheTokens,
        String contextPolicy,
        boolean memoryMap,
        long memory,
        KeepAlive keepAlive,
        String isolation,
        String natives,
        GpuConfig gpu,
        Map<String, GpuConfig> modelGpu) {
    public LlamaConfig {
        modelGpu = Map.copyOf(modelGpu);
    }

    /// For [#natives]: the best library there is.
    public static final String AUTO = "auto";

    /// For [#natives]: the library that comes along.
    public static final String MAVEN = "maven";
}
