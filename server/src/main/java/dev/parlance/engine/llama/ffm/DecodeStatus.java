package dev.parlance.engine.llama.ffm;

/// How a decode call ended.
public enum DecodeStatus {
    /// Outputs are there.
    DONE,
    /// There is no room for the batch in the context; nothing was changed.
    NO_ROOM,
    /// The abort callback ended it; what was computed of the batch must be forgotten.
    ABORTED,
    /// The library refused the batch or failed.
    FAILED;

    static DecodeStatus of(int code) {
        return switch (code) {
            case 0 -> DONE;
            case 1 -> NO_ROOM;
            case 2 -> ABORTED;
            default -> FAILED;
        };
    }
}
