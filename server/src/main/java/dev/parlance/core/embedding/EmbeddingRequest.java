package dev.parlance.core.embedding;

import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.ModelId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Things to embed, together.
///
/// @param model the model's name as the caller wrote it
/// @param inputs at least one
/// @param dimensions how long each vector is to be; `null` for the model's own length
/// @param options how the vectors are made
/// @param extensions what core does not model, by the dialect's field names
public record EmbeddingRequest(
        ModelId model,
        List<EmbeddingInput> inputs,
        @Nullable Integer dimensions,
        EmbeddingOptions options,
        JsonObject extensions) {
    public EmbeddingRequest {
        inputs = List.copyOf(inputs);
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("there is at least one input");
        }
    }

    /// The same request for these inputs.
    public EmbeddingRequest withInputs(List<EmbeddingInput> others) {
        return new EmbeddingRequest(model, others, dimensions, options, extensions);
    }

    /// A request with nothing but inputs.
    public static EmbeddingRequest of(ModelId model, List<EmbeddingInput> inputs) {
        return new EmbeddingRequest(
                model, inputs, null, EmbeddingOptions.DEFAULT, JsonObject.EMPTY);
    }
}
