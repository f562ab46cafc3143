package dev.parlance.cli;

import org.jspecify.annotations.Nullable;

/// A server that could not start; the message is for the person who tried.
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// An exception with this message: what is wrong and what to do.
    public StartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
