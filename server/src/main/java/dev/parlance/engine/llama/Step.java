package dev.parlance.engine.llama;

import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.core.problem.ApiException;
import java.util.List;

/// What a batch loop tells the stream of a request.
sealed interface Step {
    /// A choice has got a slot.
    record Begun() implements Step {}

    /// Text of a choice, never empty.
    record Text(int choice, String text, List<TokenLogprob> logprobs) implements Step {
        public Text {
            logprobs = List.copyOf(logprobs);
        }
    }

    /// The end of a choice.
    record End(int choice, FinishReason reason, int outputTokens) implements Step {}

    /// The end of the whole reply.
    record Failure(ApiException cause) implements Step {}
}
