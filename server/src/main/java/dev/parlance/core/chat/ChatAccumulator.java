package dev.parlance.core.chat;

import dev.parlance.core.chat.ChatEvent.Finished;
import dev.parlance.core.chat.ChatEvent.ReasoningDelta;
import dev.parlance.core.chat.ChatEvent.Started;
import dev.parlance.core.chat.ChatEvent.TextDelta;
import dev.parlance.core.chat.ChatEvent.ToolCallDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Folds a stream's events into the whole reply; a non-streaming reply is made this way.
///
/// Not thread-safe.
public final class ChatAccumulator {
    private final TreeMap<Integer, ChoiceBuilder> choices = new TreeMap<>();
    private @Nullable Started started;
    private @Nullable Finished finished;

    /// Pulls the stream to its end. The caller still closes it.
    ///
    /// @throws dev.parlance.core.problem.ApiException when the reply fails
    public static ChatResult drain(ChatStream stream) {
        ChatAccumulator accumulator = new ChatAccumulator();
        while (stream.hasNext()) {
            accumulator.add(stream.next());
        }
        return accumulator.result();
    }

    /// Adds the next event.
    public void add(ChatEvent event) {
        switch (event) {
            case Started start -> started = start;
            case TextDelta(int choice, String text, var logprobs) -> {
                choice(choice).text.append(text);
                choice(choice).logprobs.addAll(logprobs);
            }
            case ReasoningDelta(int choice, String text) -> choice(choice).reasoning.append(text);
            case ToolCallDelta delta -> choice(delta.choice()).add(delta);
            case Finished end -> finished = end;
        }
    }

    /// The whole reply.
    ///
    /// @throws IllegalStateException before `Started` and `Finished` were added
    public ChatResult result() {
        Started start = started;
        Finished end = finished;
        if (start == null || end == null) {
            throw new IllegalStateException("the stream has not started or not finished");
        }
        List<ChatResult.Choice> built = new ArrayList<>();
        for (int i = 0; i < end.reasons().size(); i++) {
            built.add(choice(i).build(end.reasons().get(i)));
        }
        return new ChatResult(start.responseModel(), start.fingerprint(), built, end.usage());
    }

    private ChoiceBuilder choice(int index) {
        return choices.computeIfAbsent(index, _ -> new ChoiceBuilder());
    }

    private static final class ChoiceBuilder {
        final StringBuilder text = new StringBuilder();
        final StringBuilder reasoning = new StringBuilder();
        final List<TokenLogprob> logprobs = new ArrayList<>();
        final TreeMap<Integer, CallBuilder> calls = new TreeMap<>();

        void add(ToolCallDelta delta) {
            CallBuilder call = calls.computeIfAbsent(delta.index(), _ -> new CallBuilder());
            if (delta.id() != null) {
                call.id = delta.id();
            }
            if (delta.name() != null) {
                call.name = delta.name();
            }
            call.arguments.append(delta.arguments());
        }

        ChatResult.Choice build(FinishReason reason) {
            List<ContentPart.ToolUse> uses =
                    calls.values().stream()
                            .map(c -> new ContentPart.ToolUse(c.id, c.name, c.arguments.toString()))
                            .toList();
            return new ChatResult.Choice(
                    text.toString(), reasoning.toString(), uses, logprobs, reason);
        }
    }

    private static final class CallBuilder {
        String id = "";
        String name = "";
        final StringBuilder arguments = new StringBuilder();
    }
}
