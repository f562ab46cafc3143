package dev.parlance.config;

/// How GGUF models run; 0 for threads or context length leaves the choice to the engine.
public record LlamaConfig(int threads, int slots, int contextLength, int batchSize) {}
