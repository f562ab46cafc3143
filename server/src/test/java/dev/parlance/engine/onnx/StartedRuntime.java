package dev.parlance.engine.onnx;

/// A program that starts ONNX Runtime and ends well.
final class StartedRuntime {
    private StartedRuntime() {}

    public static void main(String[] arguments) {
        Natives.loadRuntime(null).close();
    }
}
