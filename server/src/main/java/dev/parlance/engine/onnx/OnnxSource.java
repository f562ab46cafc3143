package dev.parlance.engine.onnx;

import dev.parlance.core.model.ModelId;
import java.nio.file.Path;

/// One model that is served by name.
///
/// @param path its folder, or the `.onnx` file in it
public record OnnxSource(ModelId id, Path path) {}
