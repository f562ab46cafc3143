package dev.parlance.engine.llama.ffm;

/// How a model's weights are loaded.
///
/// @param memoryMap true to map the file instead of copying it; the file must then not change
/// @param checkTensors true to look through all weights for invalid numbers, which reads them all
/// @param gpu what GPUs do, where the library can use one
public record ModelOptions(boolean memoryMap, boolean checkTensors, GpuOptions gpu) {
    /// Mapped, not looked through.
    public static final ModelOptions DEFAULT = new ModelOptions(true, false, GpuOptions.USUAL);
}
