package dev.parlance.engine.llama;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Overloaded;
import java.time.Duration;

/// How often a model's own process has crashed lately: after the first crash it is started again at
/// once, after each further one only after a pause that doubles up to a minute. Thread-safe.
final class Crashes {
    private static final long FORGET_NANOS = Duration.ofMinutes(5).toNanos();
    private static final int MAX_PAUSE_SECONDS = 60;

    private final String model;
    private int count;
    private long last;

    Crashes(String model) {
        this.model = model;
    }

    /// Notes a crash.
    synchronized void note() {
        if (count > 0 && System.nanoTime() - last > FORGET_NANOS) {
            count = 0;
        }
        count++;
        last = System.nanoTime();
    }

    /// Returns if the process may be started now.
    ///
    /// @throws ApiException `Overloaded` with how long to wait
    synchronized void check() {
        long left = pause() - (System.nanoTime() - last);
        if (count > 0 && left > 0) {
            Duration wait = Duration.ofSeconds(Math.ceilDiv(left, 1_000_000_000));
            throw new ApiException(
                    new Overloaded(
                            wait,
                            "The process of the model '"
                                    + model
                                    + "' crashed "
                                    + count
                                    + " times lately. It is started again in "
                                    + wait.toSeconds()
                                    + " s."));
        }
    }

    private long pause() {
        if (count < 2) {
            return 0;
        }
        int seconds = Math.min(MAX_PAUSE_SECONDS, 1 << Math.min(count - 2, 10));
        return Duration.ofSeconds(seconds).toNanos();
    }
}
