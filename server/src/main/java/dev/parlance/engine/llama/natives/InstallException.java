package dev.parlance.engine.llama.natives;

import org.jspecify.annotations.Nullable;

/// A build that could not be installed; nothing of it is left. The message says why and what to do.
public final class InstallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InstallException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    InstallException(String message) {
        super(message);
    }
}
