package dev.parlance.core.call;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import java.time.Duration;

/// A point in time, on the monotonic clock, after which nobody waits for this call any more.
///
/// @param nanoTime that point as [System#nanoTime] counts
public record Deadline(long nanoTime) {

    /// The deadline this far from now.
    public static Deadline after(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /// What is left, never negative.
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    /// True when nothing is left.
    public boolean expired() {
        return nanoTime - System.nanoTime() <= 0;
    }

    /// Returns if there is time left.
    ///
    /// @param stage what the call is about to do, for the error
    /// @throws ApiException `DeadlineExceeded` when there is none
    public void check(String stage) {
        if (expired()) {
            throw new ApiException(new DeadlineExceeded(stage));
        }
    }
}
