package dev.parlance.core.schedule;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// The right to run one call; closing it, from any thread and as often as one likes, lets the next
/// one in.
public final class Permit implements AutoCloseable {
    private final Duration queued;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    Permit(Duration queued, Runnable release) {
        this.queued = queued;
        this.release = release;
    }

    /// How long the call waited for it.
    public Duration queued() {
        return queued;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }
}
