package dev.parlance.config;

import dev.parlance.core.model.KeepAlive;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How GGUF models run; 0 for threads, context length or memory leaves the choice to the engine.
///
/// @param memory bytes that loaded models take together at most
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
        @Nullable Path library) {}
