package dev.parlance.engine.scripted;

import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.problem.ApiProblem;
import dev.parlance.core.usage.Usage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One scripted answer.
///
/// @param choices what is said; empty for the echo. With several, the n-th choice of a call gets
///   the n-th, and the last one repeats
/// @param startDelay the pause before the reply begins
/// @param delay the pause before each token
/// @param usage what to report instead of what was counted
/// @param fault what goes wrong, or `null`
record Reply(
        List<Part> choices,
        Duration startDelay,
        Duration delay,
        @Nullable Usage usage,
        @Nullable Fault fault) {
    /// The echo without any pause.
    static final Reply ECHO = new Reply(List.of(), Duration.ZERO, Duration.ZERO, null, null);

    Reply {
        choices = List.copyOf(choices);
    }

    /// What one choice says.
    ///
    /// @param reasoning what is thought first, possibly empty
    /// @param tokens the text token by token, before templates are filled in; one entry that is
    ///   still to be split when `split` is true
    /// @param calls the tools it calls
    /// @param finishReason why it ends; `null` for what follows from the rest
    /// @param logprobs for the first tokens, in order; later tokens get computed ones
    record Part(
            String reasoning,
            List<String> tokens,
            boolean split,
            List<Call> calls,
            @Nullable FinishReason finishReason,
            List<Logprob> logprobs) {
        Part {
            tokens = List.copyOf(tokens);
            calls = List.copyOf(calls);
            logprobs = List.copyOf(logprobs);
        }

        static Part text(String text) {
            return new Part("", List.of(text), true, List.of(), null, List.of());
        }
    }

    /// A call to a tool.
    ///
    /// @param id its id; `null` to have one made
    /// @param arguments an object, or a string that is sent as it is, JSON or not
    record Call(@Nullable String id, String name, JsonValue arguments) {}

    /// A token's scripted log probability and its alternatives.
    record Logprob(double logprob, List<Alternative> top) {
        Logprob {
            top = List.copyOf(top);
        }

        /// A token that could have come instead.
        record Alternative(String token, double logprob) {}
    }

    /// Something that goes wrong.
    sealed interface Fault {
        /// The call fails before the reply begins.
        record Refuse(ApiProblem problem) implements Fault {}

        /// The reply breaks off after this many tokens.
        record Cut(int afterTokens) implements Fault {}

        /// The reply pauses after this many tokens: for a while, or until the call's deadline.
        record Stall(int afterTokens, @Nullable Duration pause) implements Fault {}

        /// The arguments of the tool calls end too early to be JSON.
        record MalformedToolCall() implements Fault {}
    }
}
