package dev.parlance.core.chat;

import dev.parlance.core.model.ModelId;
import dev.parlance.core.usage.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One step of a streamed reply. A stream is `Started`, any deltas, then exactly one `Finished`;
/// failure is an exception from [ChatStream#next] instead.
///
/// `choice` counts the `n` choices from 0; deltas of several choices may interleave.
public sealed interface ChatEvent {

    /// The model has begun; everything that goes into headers is known by now.
    ///
    /// @param responseModel the model that answers
    /// @param fingerprint names the build and weights for comparing runs; `null` when not known
    record Started(ModelId responseModel, @Nullable String fingerprint) implements ChatEvent {}

    /// Visible text; `text` is never empty, and never splits a Unicode character.
    record TextDelta(int choice, String text, List<TokenLogprob> logprobs) implements ChatEvent {
        public TextDelta {
            logprobs = List.copyOf(logprobs);
        }

        /// Text without logprobs.
        public TextDelta(int choice, String text) {
            this(choice, text, List.of());
        }
    }

    /// Text that the model thinks and does not say.
    record ReasoningDelta(int choice, String text) implements ChatEvent {}

    /// A piece of a tool call. The first of each call carries id and name, later ones neither.
    ///
    /// @param index counts the calls of this choice from 0
    /// @param arguments the next piece of the arguments' JSON text, possibly empty
    record ToolCallDelta(
            int choice, int index, @Nullable String id, @Nullable String name, String arguments)
            implements ChatEvent {}

    /// The end of all choices.
    ///
    /// @param reasons why each choice ended, in order of choice
    /// @param usage the tokens of the whole call
    record Finished(List<FinishReason> reasons, Usage usage) implements ChatEvent {
        public Finished {
            reasons = List.copyOf(reasons);
        }
    }
}
