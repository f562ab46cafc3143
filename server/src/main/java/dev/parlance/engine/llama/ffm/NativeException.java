package dev.parlance.engine.llama.ffm;

/// A call that the native library answered with an error; the message carries its last words.
public final class NativeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message what went wrong, for the caller of the API
    public NativeException(String message) {
        super(message);
    }
}
