package dev.parlance.cli;

import org.jspecify.annotations.Nullable;

/// A server that did not answer as hoped; the message is for the person at the terminal.
final class ClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean nobodyThere;

    ClientException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    private ClientException(String message, @Nullable Throwable cause, boolean nobodyThere) {
        super(message, cause);
        this.nobodyThere = nobodyThere;
    }

    /// Nobody listens at this base URL.
    static ClientException nobody(String url, Throwable cause) {
        return new ClientException(
                "No server answers at " + url + ". Start one with: ./parlance serve", cause, true);
    }

    /// True when nobody listens there.
    boolean nobodyThere() {
        return nobodyThere;
    }
}
