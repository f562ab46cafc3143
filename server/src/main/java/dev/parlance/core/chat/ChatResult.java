package dev.parlance.core.chat;

import dev.parlance.core.model.ModelId;
import dev.parlance.core.usage.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A whole reply: what accumulating its stream gives.
///
/// @param responseModel the model that answered
/// @param fingerprint names the build and weights; `null` when not known
/// @param choices the choices in order
/// @param usage the tokens of the whole call
public record ChatResult(
        ModelId responseModel, @Nullable String fingerprint, List<Choice> choices, Usage usage) {
    public ChatResult {
        choices = List.copyOf(choices);
    }

    /// One choice.
    ///
    /// @param text all visible text, possibly empty
    /// @param reasoning all reasoning, possibly empty
    /// @param toolCalls the calls in order
    /// @param logprobs one per output token when asked for, else empty
    /// @param finishReason why it ended
    public record Choice(
            String text,
            String reasoning,
            List<ContentPart.ToolUse> toolCalls,
            List<TokenLogprob> logprobs,
            FinishReason finishReason) {
        public Choice {
            toolCalls = List.copyOf(toolCalls);
            logprobs = List.copyOf(logprobs);
        }
    }
}
