package dev.parlance.cli;

import java.util.List;
import java.util.Optional;

/// A server that answers.
public interface RunningServer extends AutoCloseable {

    /// The base URL of each listener, as clients on this machine write it.
    List<String> urls();

    /// One line about the model that answers to `default`, beginning with its id.
    String model();

    /// One line about the native library that runs GGUF models, when this server can.
    Optional<String> library();

    /// The model that is being loaded now, if any.
    Optional<Loading> loading();

    /// How far a load has come.
    ///
    /// @param model its id
    /// @param progress 0 to 1
    record Loading(String model, double progress) {}

    /// Where others reach it through a tunnel, if there is one.
    default Optional<String> publicUrl() {
        return Optional.empty();
    }

    /// True when callers must present a key.
    boolean wantsKey();

    /// Lets running calls finish within the grace time, then ends everything.
    @Override
    void close();
}
