package dev.parlance.config;

import java.util.List;

/// What GPUs do for a model; the words are those of [Keys].
public record GpuConfig(int layers, String splitMode, int mainGpu, List<Double> tensorSplit) {
    public GpuConfig {
        tensorSplit = List.copyOf(tensorSplit);
    }
}
