package dev.parlance.core.gateway;

import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.schedule.Permit;
import java.time.Duration;

/// A stream that measures itself and gives its permit back at finish, failure or close.
final class MeteredStream implements ChatStream {
    private final ChatStream stream;
    private final Permit permit;
    private final Meter meter;

    MeteredStream(ChatStream stream, Permit permit, Meter meter) {
        this.stream = stream;
        this.permit = permit;
        this.meter = meter;
    }

    @Override
    public boolean hasNext() {
        return stream.hasNext();
    }

    @Override
    public ChatEvent next() {
        ChatEvent event;
        try {
            event = stream.next();
        } catch (RuntimeException e) {
            meter.failed(e);
            close();
            throw e;
        }
        switch (event) {
            case ChatEvent.Started _ -> {}
            case ChatEvent.TextDelta _, ChatEvent.ReasoningDelta _, ChatEvent.ToolCallDelta _ ->
                    meter.chunk();
            case ChatEvent.Finished(_, var usage) -> {
                meter.finished(usage);
                permit.close();
            }
        }
        return event;
    }

    @Override
    public boolean await(Duration atMost) {
        return stream.await(atMost);
    }

    @Override
    public boolean stop() {
        return stream.stop();
    }

    @Override
    public void close() {
        meter.cancelled();
        try {
            stream.close();
        } finally {
            permit.close();
        }
    }
}
