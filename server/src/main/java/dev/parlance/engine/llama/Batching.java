package dev.parlance.engine.llama;

/// How the replies of one model share its context and its steps.
///
/// @param promptChunk tokens of prompts computed in one step while replies are being written, 1 to
///   65536: the most by which a prompt delays them
/// @param cacheTokens tokens of memory beyond what slots need, for prefixes only, 0 to 16 Mi
/// @param sharing whose prefixes a request may reuse
/// @param overflow what becomes of a prompt that does not fit
public record Batching(int promptChunk, int cacheTokens, Sharing sharing, Overflow overflow) {
    /// The usual way.
    public static final Batching DEFAULT = new Batching(64, 0, Sharing.SHARED, Overflow.REFUSE);

    /// Whose computed prefixes a request may reuse.
    public enum Sharing {
        /// Everybody's. A caller can see by the count of cached tokens, and by the time to the
        /// first token, that somebody has sent the same beginning.
        SHARED,
        /// Those of its own caller.
        CALLER,
        /// None; nothing is kept.
        OFF
    }

    /// What becomes of a prompt that does not fit the context.
    public enum Overflow {
        /// It is refused.
        REFUSE,
        /// Its middle is dropped, and the reply says so.
        DROP_MIDDLE
    }

    public Batching {
        if (promptChunk < 1 || promptChunk > 65_536) {
            throw new IllegalArgumentException(
                    "promptChunk is from 1 to 65536, not " + promptChunk);
        }
        if (cacheTokens < 0 || cacheTokens > 16 << 20) {
            throw new IllegalArgumentException(
                    "cacheTokens is from 0 to " + (16 << 20) + ", not " + cacheTokens);
        }
    }
}
