package dev.parlance.http;

import org.jspecify.annotations.Nullable;

/// A server that could not start; the message names the listener and what to do about it.
public final class HttpStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HttpStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
