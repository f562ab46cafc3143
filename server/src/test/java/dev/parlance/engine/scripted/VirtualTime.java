package dev.parlance.engine.scripted;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;

/// A time that passes at once when somebody waits for it.
final class VirtualTime implements TimeSource {
    private final long start = System.nanoTime();
    private final AtomicLong now = new AtomicLong(start);

    @Override
    public long nanoTime() {
        return now.get();
    }

    @Override
    public void await(Condition wake, long nanos) {
        now.addAndGet(nanos);
    }

    /// How much has passed.
    Duration passed() {
        return Duration.ofNanos(now.get() - start);
    }

    /// Lets this much pass.
    void pass(Duration duration) {
        now.addAndGet(duration.toNanos());
    }
}
