package dev.parlance.engine.llama.reply;

/// A text that may begin something else than text.
///
/// @param text never empty
/// @param onlyFirst true when it only means something before any text was shown
/// @param head tells what it begins; its cursor is at the text
record Opener(String text, boolean onlyFirst, Head.Reader head) {}
