package dev.parlance.core;

import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatStream;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;

/// A stream that plays a list; an exception in place of the end when one is given.
public final class ListedStream implements ChatStream {
    private final List<ChatEvent> events;
    private final RuntimeException end;
    private int at;
    private int closed;

    /// A stream of these events.
    public ListedStream(List<ChatEvent> events) {
        this(events, null);
    }

    /// A stream of these events that then fails.
    public ListedStream(List<ChatEvent> events, RuntimeException end) {
        this.events = List.copyOf(events);
        this.end = end;
    }

    @Override
    public boolean hasNext() {
        return at < events.size() || end != null;
    }

    @Override
    public ChatEvent next() {
        if (at < events.size()) {
            return events.get(at++);
        }
        if (end != null) {
            throw end;
        }
        throw new NoSuchElementException();
    }

    @Override
    public boolean await(Duration atMost) {
        return true;
    }

    @Override
    public void close() {
        closed++;
    }

    /// How often it was closed.
    public int closed() {
        return closed;
    }
}
