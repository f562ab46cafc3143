package dev.parlance.core.completion;

import dev.parlance.core.chat.OutputConstraint;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.sampling.Sampling;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One prompt to continue; the answer is a `ChatStream` of text.
///
/// A dialect that takes several prompts in one request makes one of these for each.
///
/// @param model the model's name as the caller wrote it
/// @param prompt what to continue
/// @param infill what stands around the gap to fill, or `null` when the prompt is continued
/// @param echo true when the prompt is to come back before the output
/// @param sampling how tokens are chosen
/// @param stop texts that end the output and are not part of it
/// @param n how many choices, at least 1
/// @param maxTokens the most output tokens per choice, 0 allowed; `null` for what fits
/// @param topLogprobs how many alternatives per token; `null` for no logprobs at all
/// @param constraint the form of the output; the prompt is no part of it
/// @param extensions what core does not model, by the dialect's field names
public record CompletionRequest(
        ModelId model,
        CompletionPrompt prompt,
        @Nullable Infill infill,
        boolean echo,
        Sampling sampling,
        List<String> stop,
        int n,
        @Nullable Integer maxTokens,
        @Nullable Integer topLogprobs,
        OutputConstraint constraint,
        JsonObject extensions) {
    public CompletionRequest {
        stop = List.copyOf(stop);
        if (n < 1) {
            throw new IllegalArgumentException("n is at least 1, not " + n);
        }
    }

    /// A request whose output may be any text.
    public CompletionRequest(
            ModelId model,
            CompletionPrompt prompt,
            @Nullable Infill infill,
            boolean echo,
            Sampling sampling,
            List<String> stop,
            int n,
            @Nullable Integer maxTokens,
            @Nullable Integer topLogprobs,
            JsonObject extensions) {
        this(
                model,
                prompt,
                infill,
                echo,
                sampling,
                stop,
                n,
                maxTokens,
                topLogprobs,
                new OutputConstraint.Free(),
                extensions);
    }

    /// A request with nothing but a prompt.
    public static CompletionRequest of(ModelId model, CompletionPrompt prompt) {
        return new CompletionRequest(
                model,
                prompt,
                null,
                false,
                Sampling.DEFAULT,
                List.of(),
                1,
                null,
                null,
                JsonObject.EMPTY);
    }

    /// A copy with this sampling.
    public CompletionRequest withSampling(Sampling newSampling) {
        return new CompletionRequest(
                model,
                prompt,
                infill,
                echo,
                newSampling,
                stop,
                n,
                maxTokens,
                topLogprobs,
                constraint,
                extensions);
    }

    /// A copy with this output constraint.
    public CompletionRequest withConstraint(OutputConstraint newConstraint) {
        return new CompletionRequest(
                model,
                prompt,
                infill,
                echo,
                sampling,
                stop,
                n,
                maxTokens,
                topLogprobs,
                newConstraint,
                extensions);
    }
}
