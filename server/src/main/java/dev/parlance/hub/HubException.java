package dev.parlance.hub;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// Why a model could not be had, in words for the person who asked for it.
public final class HubException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    /// A failure without another one behind it.
    public HubException(String message) {
        super(message);
    }

    /// A failure that another one caused.
    public HubException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
