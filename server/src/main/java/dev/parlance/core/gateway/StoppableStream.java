package dev.parlance.core.gateway;

import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatEvent.Finished;
import dev.parlance.core.chat.ChatEvent.Started;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.usage.Usage;
import java.time.Duration;
import java.util.Collections;
import java.util.NoSuchElementException;

/// A reply that can be ended early and still has its `Finished`. Where the engine cannot end it,
/// this does: what comes next is dropped, and the tokens are estimated from the events so far.
///
/// One thread pulls; any thread stops or closes.
final class StoppableStream implements ChatStream {
    private final ChatStream stream;
    private final int choices;
    private volatile Runnable onEnd = () -> {};
    private volatile boolean cut;
    // The puller's own.
    private boolean started;
    private boolean finished;
    private int events;

    /// @param choices that the reply has
    StoppableStream(ChatStream stream, int choices) {
        this.stream = stream;
        this.choices = choices;
    }

    /// Sets what runs when the reply has ended, once or more often; before anything is pulled.
    void onEnd(Runnable action) {
        onEnd = action;
    }

    @Override
    public boolean stop() {
        if (!stream.stop()) {
            cut = true;
        }
        return true;
    }

    @Override
    public boolean hasNext() {
        return !finished && stream.hasNext();
    }

    @Override
    public ChatEvent next() {
        if (finished) {
            throw new NoSuchElementException("the reply has ended");
        }
        if (cut && started) {
            return cutOff();
        }
        ChatEvent event = stream.next();
        switch (event) {
            case Started _ -> started = true;
            case Finished _ -> end();
            case ChatEvent.TextDelta _, ChatEvent.ReasoningDelta _, ChatEvent.ToolCallDelta _ ->
                    events++;
        }
        return event;
    }

    private ChatEvent cutOff() {
        end();
        stream.close();
        return new Finished(
                Collections.nCopies(choices, FinishReason.STOP), new Usage(0, events, 0, 0, true));
    }

    private void end() {
        finished = true;
        onEnd.run();
    }

    @Override
    public boolean await(Duration atMost) {
        return (cut && started) || stream.await(atMost);
    }

    @Override
    public void close() {
        try {
            stream.close();
        } finally {
            onEnd.run();
        }
    }
}
