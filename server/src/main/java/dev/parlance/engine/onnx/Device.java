package dev.parlance.engine.onnx;

/// What computes.
public enum Device {
    /// The processor.
    CPU,
    /// An NVIDIA GPU, by a build of ONNX Runtime that has CUDA.
    CUDA,
    /// CUDA where the runtime has it, else the processor.
    AUTO
}
