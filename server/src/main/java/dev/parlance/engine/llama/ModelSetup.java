package dev.parlance.engine.llama;

import dev.parlance.core.model.LoadOptions;
import dev.parlance.core.model.LoadOptions.Split;
import dev.parlance.engine.llama.ffm.GpuOptions;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything by which one model is loaded: what is configured, and what one load wants otherwise.
record ModelSetup(ModelSource source, LlamaSettings settings) {

    /// This setup with these options in place of its own.
    ModelSetup with(LoadOptions options) {
        ModelSource newSource =
                new ModelSource(
                        source.id(),
                        source.file(),
                        source.ownedBy(),
                        or(options.contextTokens(), source.contextTokens()),
                        source.policy(),
                        source.defaults());
        LlamaSettings newSettings =
                new LlamaSettings(
                        settings.nativeFolder(),
                        settings.library(),
                        settings.folders(),
                        settings.models(),
                        or(options.threads(), settings.threads()),
                        or(options.slots(), settings.slots()),
                        settings.contextTokens(),
                        or(options.batchTokens(), settings.batchTokens()),
                        or(options.memoryMap(), settings.memoryMap()),
                        settings.life(),
                        settings.batching(),
                        offload(options));
        return new ModelSetup(newSource, newSettings);
    }

    private Offload offload(LoadOptions options) {
        GpuOptions usual = settings.offload().of(source.id().value());
        GpuOptions wanted =
                new GpuOptions(
                        or(options.gpuLayers(), usual.layers()),
                        options.gpuSplit() == null ? usual.split() : split(options.gpuSplit()),
                        usual.mainGpu(),
                        or(options.gpuShares(), usual.shares()));
        if (wanted.equals(usual)) {
            return settings.offload();
        }
        Map<String, GpuOptions> models = new HashMap<>(settings.offload().models());
        models.put(source.id().value(), wanted);
        return new Offload(settings.offload().usual(), models);
    }

    /// What it amounts to, every option with a value.
    LoadOptions options(int contextTokens) {
        GpuOptions gpu = settings.offload().of(source.id().value());
        return new LoadOptions(
                contextTokens,
                settings.slots(),
                settings.computeThreads(),
                settings.batchTokens(),
                settings.memoryMap(),
                gpu.layers(),
                switch (gpu.split()) {
                    case NONE -> Split.NONE;
                    case LAYER -> Split.LAYER;
                    case ROW -> Split.ROW;
                },
                gpu.shares());
    }

    private static GpuOptions.Split split(Split split) {
        return switch (split) {
            case NONE -> GpuOptions.Split.NONE;
            case LAYER -> GpuOptions.Split.LAYER;
            case ROW -> GpuOptions.Split.ROW;
        };
    }

    private static <T> T or(@Nullable T wanted, T usual) {
        return wanted == null ? usual : wanted;
    }
}
