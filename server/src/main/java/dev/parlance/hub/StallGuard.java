package dev.parlance.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// Closes a stream that brings nothing for too long, so that whoever reads it gets an exception
/// instead of waiting for ever.
final class StallGuard implements AutoCloseable {
    private final InputStream stream;
    private final long timeoutNanos;
    private final Thread watcher;
    private volatile long movedAt = System.nanoTime();
    private volatile boolean stalled;

    StallGuard(InputStream stream, Duration timeout) {
        this.stream = stream;
        this.timeoutNanos = timeout.toNanos();
        this.watcher = Thread.ofVirtual().name("pull-stall").start(this::watch);
    }

    private void watch() {
        try {
            while (true) {
                long left = movedAt + timeoutNanos - System.nanoTime();
                if (left <= 0) {
                    stalled = true;
                    stream.close();
                    return;
                }
                Thread.sleep(Duration.ofNanos(left));
            }
        } catch (InterruptedException | IOException _) {
            // Closed by its owner, or the stream is gone: nothing left to guard.
        }
    }

    /// Something came.
    void moved() {
        movedAt = System.nanoTime();
    }

    boolean stalled() {
        return stalled;
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
