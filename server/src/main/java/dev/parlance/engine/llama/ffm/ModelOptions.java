package dev.parlance.engine.llama.ffm;

/// How a model's weights are loaded.
///
/// @param memoryMap true to map the file instead of copying it; the file must then not change
/// @param checkTensors true to look through all weights for invalid numbers, which reads them all
/// @param gpuLayers how many layers to put on a GPU, where the library has one
public record ModelOptions(boolean memoryMap, boolean checkTensors, int gpuLayers) {
    /// Mapped, not looked through, on the CPU.
    public static final ModelOptions DEFAULT = new ModelOptions(true, false, 0);
}
