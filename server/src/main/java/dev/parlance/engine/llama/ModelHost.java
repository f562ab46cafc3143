package dev.parlance.engine.llama;

import java.util.concurrent.CompletableFuture;

/// What loads a model and keeps it in memory: a thread of this process, or another process. Begins
/// to load when it is made. Thread-safe.
interface ModelHost extends AutoCloseable {

    /// Completes when the model is loaded, or with why it cannot be.
    CompletableFuture<? extends Runner> loaded();

    /// Completes when all its memory has been freed.
    CompletableFuture<Void> ended();

    /// How much of the model is loaded, 0 to 1.
    double progress();

    /// True once it no longer takes work.
    boolean isClosing();

    /// Ends running work, frees everything and waits for it.
    @Override
    void close();
}
