package dev.parlance.engine.scripted;

import java.util.concurrent.locks.Condition;

/// A clock and a way to wait by it; tests bring one whose time passes at once. Thread-safe.
public interface TimeSource {
    /// The machine's own time.
    TimeSource SYSTEM =
            new TimeSource() {
                @Override
                public long nanoTime() {
                    return System.nanoTime();
                }

                @Override
                @SuppressWarnings("WaitNotInLoop") // the callers look again after every wake
                public void await(Condition wake, long nanos) throws InterruptedException {
                    wake.awaitNanos(nanos);
                }
            };

    /// Now, comparable with `Deadline.nanoTime()`.
    long nanoTime();

    /// Waits until `wake` is signalled or the time is over; may return sooner. The caller holds the
    /// condition's lock.
    void await(Condition wake, long nanos) throws InterruptedException;
}
