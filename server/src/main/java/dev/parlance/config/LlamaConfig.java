package dev.parlance.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How GGUF models run; 0 for threads or context length leaves the choice to the engine.
public record LlamaConfig(
        int threads,
        int slots,
        int contextLength,
        int batchSize,
        boolean memoryMap,
        @Nullable Path library) {}
