package dev.parlance.dialect.openai;

import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatEvent.Finished;
import dev.parlance.core.chat.ChatEvent.ReasoningDelta;
import dev.parlance.core.chat.ChatEvent.Started;
import dev.parlance.core.chat.ChatEvent.TextDelta;
import dev.parlance.core.chat.ChatEvent.ToolCallDelta;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.usage.Usage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The continuations of several prompts, one after the other, as one stream: choices are counted
/// on, usage is added up, and there is one beginning and one end.
///
/// One prompt after the other, so that a request with many prompts holds one place at a model and
/// no more.
final class PromptSequence implements ChatStream {
    private final Deque<CompletionRequest> waiting;
    private final Function<CompletionRequest, ChatStream> opener;
    private final List<FinishReason> reasons = new ArrayList<>();
    private Usage usage = Usage.NONE;
    private boolean started;
    private boolean finished;
    private final Object lock = new Object();
    private @Nullable ChatStream current; // guarded by lock
    private boolean closed; // guarded by lock

    /// A sequence whose first prompt is opened now.
    ///
    /// @param opener starts one prompt, at the gateway
    PromptSequence(
            List<CompletionRequest> requests, Function<CompletionRequest, ChatStream> opener) {
        this.waiting = new ArrayDeque<>(requests);
        this.opener = opener;
        open();
    }

    @Override
    public boolean hasNext() {
        return !finished;
    }

    @Override
    public ChatEvent next() {
        while (!finished) {
            switch (current().next()) {
                case Started event -> {
                    if (!started) {
                        started = true;
                        return event;
                    }
                }
                case TextDelta(int choice, var text, var tokens) -> {
                    return new TextDelta(offset() + choice, text, tokens);
                }
                case ReasoningDelta(int choice, var text) -> {
                    return new ReasoningDelta(offset() + choice, text);
                }
                case ToolCallDelta(int choice, int index, var id, var name, var arguments) -> {
                    return new ToolCallDelta(offset() + choice, index, id, name, arguments);
                }
                case Finished event -> {
                    reasons.addAll(event.reasons());
                    usage = usage.plus(event.usage());
                    finished = waiting.isEmpty();
                    current().close();
                    if (finished) {
                        return new Finished(reasons, usage);
                    }
                    open();
                }
            }
        }
        throw new NoSuchElementException("the stream is over");
    }

    @Override
    public boolean await(Duration atMost) {
        return current().await(atMost);
    }

    @Override
    public void close() {
        ChatStream open;
        synchronized (lock) {
            closed = true;
            open = current;
        }
        if (open != null) {
            open.close();
        }
    }

    private void open() {
        ChatStream next = opener.apply(waiting.removeFirst());
        synchronized (lock) {
            if (!closed) {
                current = next;
                return;
            }
        }
        next.close();
        throw new CancellationException("closed between two prompts");
    }

    private ChatStream current() {
        synchronized (lock) {
            ChatStream open = current;
            if (open == null) {
                throw new IllegalStateException("nothing is open");
            }
            return open;
        }
    }

    /// The index of the current prompt's first choice.
    private int offset() {
        return reasons.size();
    }
}
