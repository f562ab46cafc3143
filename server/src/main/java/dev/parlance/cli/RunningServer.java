package dev.parlance.cli;

import java.util.List;

/// A server that answers.
public interface RunningServer extends AutoCloseable {

    /// The base URL of each listener, as clients on this machine write it.
    List<String> urls();

    /// One line about the model that answers to `default`, beginning with its id.
    String model();

    /// True when callers must present a key.
    boolean wantsKey();

    /// Lets running calls finish within the grace time, then ends everything.
    @Override
    void close();
}
