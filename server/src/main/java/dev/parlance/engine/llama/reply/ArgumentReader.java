package dev.parlance.engine.llama.reply;

/// Takes the arguments of one call out of the text and gives them as JSON. For one thread.
interface ArgumentReader {
    /// Takes what it can from the beginning of `text`.
    ///
    /// @param last true when no more text will come
    Taken take(CharSequence text, boolean last);

    /// What was taken.
    ///
    /// @param length characters of the text that are done with
    /// @param json the next piece of the arguments, possibly empty
    /// @param complete true when the arguments are
    record Taken(int length, String json, boolean complete) {}
}
