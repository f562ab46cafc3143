package dev.parlance.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// What ends a server: somebody asks the process to stop.
@FunctionalInterface
public interface StopSignal {

    /// Waits until somebody asks.
    ///
    /// @return the exit code that this way of asking calls for
    int await() throws InterruptedException;

    /// Ctrl-C (exit code 130, as shells have it) and SIGTERM (exit code 0, as service managers have
    /// it). The first asks for a clean end, the second ends the process on the spot.
    static StopSignal ofProcess() {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicInteger code = new AtomicInteger(-1);
        Signals.on("INT", () -> ask(asked, code, 130));
        Signals.on("TERM", () -> ask(asked, code, 0));
        return () -> {
            asked.await();
            return code.get();
        };
    }

    private static void ask(CountDownLatch asked, AtomicInteger code, int exitCode) {
        if (!code.compareAndSet(-1, exitCode)) {
            Runtime.getRuntime().halt(exitCode);
        }
        asked.countDown();
    }
}
