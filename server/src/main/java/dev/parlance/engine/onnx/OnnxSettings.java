package dev.parlance.engine.onnx;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How ONNX models run.
///
/// @param models those served by name, beside those in folders
/// @param folders where model folders are looked for, sub-folders included
/// @param device what computes
/// @param runtime a folder with ONNX Runtime's shared libraries; `null` for those that come along
/// @param natives where the tokenizer's shared library is unpacked
/// @param threads processor threads of one model; 0 takes all
public record OnnxSettings(
        List<OnnxSource> models,
        List<Path> folders,
        Device device,
        @Nullable Path runtime,
        Path natives,
        int threads) {
    public OnnxSettings {
        models = List.copyOf(models);
        folders = List.copyOf(folders);
        if (threads < 0) {
            throw new IllegalArgumentException("threads are 0 or more, not " + threads);
        }
    }

    /// The built-in model alone, on the processor.
    public static OnnxSettings of(Path natives) {
        return new OnnxSettings(List.of(), List.of(), Device.CPU, null, natives, 0);
    }

    /// The same with these models by name.
    public OnnxSettings withModels(List<OnnxSource> named) {
        return new OnnxSettings(named, folders, device, runtime, natives, threads);
    }

    int computeThreads() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
