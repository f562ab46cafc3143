package dev.parlance.core.tokens;

import java.util.List;

/// A conversation as its model reads it.
///
/// @param text what the model's chat template made of it
/// @param tokens the tokens of that text with what the model wants around it; control tokens that a
///   user spelled out are plain text here
public record RenderedChat(String text, List<TextToken> tokens) {
    public RenderedChat {
        tokens = List.copyOf(tokens);
    }
}
