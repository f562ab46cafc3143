package dev.parlance.engine.llama.reply;

/// What the text from a marker on turned out to be.
sealed interface Head {
    /// More text decides.
    record Starved() implements Head {}

    /// Nothing but text.
    record Refused() implements Head {}

    /// A marker that stands for nothing to show.
    ///
    /// @param end where it ends
    record Skipped(int end) implements Head {}

    /// The beginning of a thought.
    ///
    /// @param end where the marker ends
    /// @param close what ends the thought
    record Thought(int end, String close) implements Head {}

    /// A call whose arguments begin.
    ///
    /// @param at where they begin
    /// @param reader takes them
    /// @param tail reads what follows them
    record Begun(String name, int at, ArgumentReader reader, Tail.Reader tail) implements Head {}

    /// Reads what begins at a cursor.
    @FunctionalInterface
    interface Reader {
        Head read(Cursor in);
    }

    /// The head, unless it was concluded from text that is not complete.
    static Head of(Cursor in, Head concluded) {
        return in.starved() ? new Starved() : concluded;
    }
}
