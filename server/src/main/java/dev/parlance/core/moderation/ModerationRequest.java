package dev.parlance.core.moderation;

import dev.parlance.core.model.ModelId;
import java.util.List;

/// Texts to be looked at, each by itself.
///
/// @param model the model's name as the caller wrote it
/// @param inputs at least one, none of them empty
public record ModerationRequest(ModelId model, List<String> inputs) {
    public ModerationRequest {
        inputs = List.copyOf(inputs);
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("there is at least one input");
        }
    }
}
