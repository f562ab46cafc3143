package dev.parlance.engine.llama;

import dev.parlance.core.model.KeepAlive;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One stay of a model in memory, from the start of its load to the end of its host. Guarded by the
/// lock of its [Residents].
final class Resident {
    private final ServedModel model;
    private final ModelHost host;
    private final FileStamp stamp;
    private final ModelSetup setup;
    private final MemoryNeed need;
    private final boolean pinned;
    private KeepAlive keepAlive;
    private final long begun = System.nanoTime();
    private int users;
    private long usedNanos = System.nanoTime();
    private Instant usedAt = Instant.now();
    private boolean leaving;
    private boolean closing;

    /// @param file the version of the model that is loaded
    /// @param keepAlive as configured; forever pins it
    Resident(ServedModel model, ModelFile file, ModelHost host, KeepAlive keepAlive) {
        this.model = model;
        this.host = host;
        this.stamp = file.stamp();
        this.setup = file.setup();
        this.need = file.need();
        this.keepAlive = keepAlive;
        this.pinned = keepAlive.time() == null;
    }

    ServedModel model() {
        return model;
    }

    ModelHost host() {
        return host;
    }

    MemoryNeed need() {
        return need;
    }

    /// Since its load began.
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    int users() {
        return users;
    }

    Instant usedAt() {
        return usedAt;
    }

    KeepAlive keepAlive() {
        return keepAlive;
    }

    /// True when requests for this version of the model, in this setup, may use it, be it once it
    /// is loaded.
    boolean isUsable(ModelFile wanted) {
        return !leaving
                && !host.isClosing()
                && !host.loaded().isCompletedExceptionally()
                && stamp.equals(wanted.stamp())
                && setup.equals(wanted.setup());
    }

    boolean isLoaded() {
        return host.loaded().isDone();
    }

    boolean isLeaving() {
        return leaving;
    }

    /// True when it stays whatever others need.
    boolean isPinned() {
        return pinned;
    }

    /// True when it could make room: loaded, and used by nobody.
    boolean isIdle() {
        return users == 0 && isLoaded();
    }

    /// When it was last used, on the monotonic clock.
    long usedNanos() {
        return usedNanos;
    }

    /// @param wanted how long to stay from now on, or null for no change
    void enter(@Nullable KeepAlive wanted) {
        users++;
        if (wanted != null) {
            keepAlive = wanted;
        }
        touch();
    }

    void exit() {
        users--;
        touch();
    }

    /// Notes a use.
    void touch() {
        usedNanos = System.nanoTime();
        usedAt = Instant.now();
    }

    /// No further request uses it; it goes when those that do have ended.
    void leave() {
        leaving = true;
    }

    /// How long it may stay if nothing happens, in nanoseconds; 0 when it is to go now.
    long stay() {
        if (leaving && users == 0) {
            return 0;
        }
        Duration time = keepAlive.time();
        if (leaving || !isIdle() || time == null) {
            return Long.MAX_VALUE;
        }
        return Math.max(0, time.toNanos() - (System.nanoTime() - usedNanos));
    }

    /// Notes that its host is being closed.
    void closing() {
        closing = true;
    }

    boolean isClosing() {
        return closing;
    }
}
