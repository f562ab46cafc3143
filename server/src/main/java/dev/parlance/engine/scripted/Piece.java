package dev.parlance.engine.scripted;

import org.jspecify.annotations.Nullable;

/// One output token of a choice.
sealed interface Piece {
    /// A token of reasoning.
    record Thought(String text) implements Piece {}

    /// A token of visible text; `position` counts them from 0.
    record Word(String text, int position) implements Piece {}

    /// The beginning of a tool call; `id` is `null` when one is to be made.
    record CallHead(int index, @Nullable String id, String name) implements Piece {}

    /// A token of a tool call's arguments.
    record CallArguments(int index, String text) implements Piece {}
}
