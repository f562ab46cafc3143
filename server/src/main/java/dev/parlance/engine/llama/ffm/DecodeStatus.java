package dev.parlance.engine.llama.ffm;

import org.jspecify.annotations.Nullable;

/// How a decode call ended that did not fail.
public enum DecodeStatus {
    /// Outputs are there.
    DONE,
    /// There is no room for the batch in the context; what there is of it must be forgotten. Old
    /// releases want a run of free cells, so that a smaller batch may fit.
    NO_ROOM,
    /// The abort callback ended it; what was computed of the batch must be forgotten.
    ABORTED;

    /// The status of this return code, or null for a failure.
    static @Nullable DecodeStatus of(int code) {
        return switch (code) {
            case 0 -> DONE;
            case 1 -> NO_ROOM;
            case 2 -> ABORTED;
            default -> null;
        };
    }
}
