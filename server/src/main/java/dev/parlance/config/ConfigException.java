package dev.parlance.config;

import org.jspecify.annotations.Nullable;

/// A configuration that cannot be used; the message is for the person who wrote it.
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// An exception with this message: what is wrong, where, and what to do.
    public ConfigException(String message) {
        this(message, null);
    }

    /// An exception with this message and the cause of it.
    public ConfigException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
