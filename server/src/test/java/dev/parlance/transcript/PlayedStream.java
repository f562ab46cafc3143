package dev.parlance.transcript;

import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.json.JsonValue.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;

/// A stream that plays lines of a script, pauses included.
final class PlayedStream implements ChatStream {
    private final Deque<Line> lines = new ArrayDeque<>();
    private final CountDownLatch closedLatch;
    private long readyAt; // nanos; 0 while no pause is running
    private boolean over;
    private boolean closed;

    PlayedStream(List<JsonObject> events, CountDownLatch closedLatch) {
        events.forEach(event -> lines.add(new Line(event)));
        this.closedLatch = closedLatch;
    }

    @Override
    public boolean hasNext() {
        return !over;
    }

    @Override
    public synchronized ChatEvent next() {
        if (over) {
            throw new NoSuchElementException("over");
        }
        if (!await(Duration.ofMinutes(1))) {
            throw new CancellationException("a minute passed, or it was closed");
        }
        Line line = lines.removeFirst();
        over = line.has("finished");
        return Played.event(line);
    }

    @Override
    public synchronized boolean await(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!closed) {
            long wait = pause();
            if (wait <= 0) {
                return true;
            }
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                wait(Math.max(1, Math.min(wait, left) / 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        closedLatch.countDown();
    }

    /// How long the pause at the head still lasts, in nanoseconds.
    private long pause() {
        Line head = lines.peekFirst();
        if (head == null) {
            throw new IllegalStateException("the script ends without 'finished'");
        }
        if (head.has("block")) {
            return Long.MAX_VALUE;
        }
        if (!head.has("wait_ms")) {
            return 0;
        }
        if (readyAt == 0) {
            readyAt = System.nanoTime() + head.number("wait_ms") * 1_000_000L;
        }
        long left = readyAt - System.nanoTime();
        if (left > 0) {
            return left;
        }
        readyAt = 0;
        lines.removeFirst();
        return pause();
    }
}
