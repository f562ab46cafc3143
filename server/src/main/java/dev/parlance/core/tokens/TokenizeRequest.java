package dev.parlance.core.tokens;

import dev.parlance.core.model.ModelId;

/// A text to split into a model's tokens.
///
/// @param model the model's name as the caller wrote it
/// @param text what to split; may be empty
/// @param addSpecial true to add what the model wants around a text, such as a beginning token
/// @param parseSpecial true to read `<|im_end|>` and the like as the tokens they name
public record TokenizeRequest(
        ModelId model, String text, boolean addSpecial, boolean parseSpecial) {

    /// A plain text: nothing added, nothing special in it.
    public static TokenizeRequest of(ModelId model, String text) {
        return new TokenizeRequest(model, text, false, false);
    }
}
