package dev.parlance.engine.llama.reply;

/// One understood piece of a reply.
public sealed interface ReplyPart {

    /// Text to show, never empty.
    ///
    /// @param at how many characters the model wrote before it
    record Text(long at, String text) implements ReplyPart {}

    /// Text that the model thinks, never empty.
    record Reasoning(String text) implements ReplyPart {}

    /// The beginning of a call of an offered tool.
    ///
    /// @param index counts the calls of the reply from 0
    record CallBegun(int index, String id, String name) implements ReplyPart {}

    /// The next piece of that call's arguments, as JSON text.
    record Arguments(int index, String json) implements ReplyPart {}
}
