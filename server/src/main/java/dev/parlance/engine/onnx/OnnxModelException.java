package dev.parlance.engine.onnx;

import org.jspecify.annotations.Nullable;

/// A model, a device or a library that cannot be used; the message says why and what to do.
public final class OnnxModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OnnxModelException(String message) {
        this(message, null);
    }

    OnnxModelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
