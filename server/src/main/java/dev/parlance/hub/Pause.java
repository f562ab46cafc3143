package dev.parlance.hub;

import java.time.Duration;

/// Lets time pass before something is tried again.
@FunctionalInterface
public interface Pause {
    /// Waits this long.
    ///
    /// @throws InterruptedException when nobody wants the rest any more
    void take(Duration duration) throws InterruptedException;
}
