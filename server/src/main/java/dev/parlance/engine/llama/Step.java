package dev.parlance.engine.llama;

import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.core.problem.ApiException;
import dev.parlance.engine.llama.ffm.TokenChances;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a batch loop tells the stream of a request.
sealed interface Step {
    /// A choice has got a slot.
    record Begun() implements Step {}

    /// Text of a choice; empty only for the log probability of an end token.
    record Text(int choice, String text, List<TokenLogprob> logprobs) implements Step {
        public Text {
            logprobs = List.copyOf(logprobs);
        }
    }

    /// What a choice thinks, never empty.
    record Reasoning(int choice, String text) implements Step {}

    /// A piece of a tool call of a choice.
    ///
    /// @param id and `name` come with the first piece of each call only
    record ToolCall(
            int choice, int index, @Nullable String id, @Nullable String name, String arguments)
            implements Step {}

    /// The likeliest tokens after a prompt, most likely first.
    record Likely(List<TokenChances.Chance> tokens) implements Step {
        public Likely {
            tokens = List.copyOf(tokens);
        }
    }

    /// The end of a choice.
    ///
    /// @param reasoningTokens those of the output tokens that were thought
    /// @param cachedTokens tokens of the prompt that were not computed for it
    record End(
            int choice,
            FinishReason reason,
            int outputTokens,
            int reasoningTokens,
            int cachedTokens)
            implements Step {}

    /// The end of the whole reply.
    record Failure(ApiException cause) implements Step {}
}
