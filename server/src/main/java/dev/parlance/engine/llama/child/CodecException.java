package dev.parlance.engine.llama.child;

import org.jspecify.annotations.Nullable;

/// A message that is not what the protocol allows.
public final class CodecException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CodecException(String message) {
        this(message, null);
    }

    CodecException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
