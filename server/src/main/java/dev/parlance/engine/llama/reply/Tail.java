package dev.parlance.engine.llama.reply;

/// What follows the arguments of a call.
sealed interface Tail {
    /// More text decides.
    record Starved() implements Tail {}

    /// Another call in the same block.
    ///
    /// @param at where it begins
    /// @param head reads it
    record Next(int at, Head.Reader head) implements Tail {}

    /// The end of the call, and of its block where it has one.
    ///
    /// @param at where it ends
    record Closed(int at) implements Tail {}

    /// Reads what begins at a cursor.
    @FunctionalInterface
    interface Reader {
        Tail read(Cursor in);
    }

    /// The tail, unless it was concluded from text that is not complete.
    static Tail of(Cursor in, Tail concluded) {
        return in.starved() ? new Starved() : concluded;
    }
}
