package dev.parlance.core.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What callers may know of a model's comings and goings in memory.
///
/// @param memoryBytes what it takes of the machine's memory, or will take when loaded: an estimate
/// @param running requests that use it now
/// @param lastUsed when it was last used; `null` when it is not in memory
/// @param keepAlive how long it stays after that
/// @param problem why the last load failed or a new file is not used, in one sentence; `null` when
///   nothing is wrong
public record ModelLife(
        long memoryBytes,
        int running,
        @Nullable Instant lastUsed,
        KeepAlive keepAlive,
        @Nullable String problem) {
    public ModelLife {
        if (memoryBytes < 0 || running < 0) {
            throw new IllegalArgumentException("neither bytes nor requests are negative");
        }
    }
}
