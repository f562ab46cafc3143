package dev.parlance.engine.llama.ffm;

/// The refusal of a native library that cannot be opened or is not of the release that the binding
/// was written for. Thrown before any struct is passed to it.
public final class IncompatibleLibraryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IncompatibleLibraryException(String message) {
        super(message);
    }

    IncompatibleLibraryException(String message, Throwable cause) {
        super(message, cause);
    }
}
