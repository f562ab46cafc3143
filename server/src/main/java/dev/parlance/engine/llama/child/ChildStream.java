package dev.parlance.engine.llama.child;

import dev.parlance.core.call.Deadline;
import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatStream;
import java.time.Duration;
import java.util.NoSuchElementException;

/// A reply that a child computes. The child is told of room for more events in halves of the
/// window, so that a slow reader stops its slot there.
final class ChildStream implements ChatStream {
    private static final int HALF = ChildCall.WINDOW / 2;

    private final ChildEngine child;
    private final ChildCall call;
    private final Deadline deadline;
    private int taken;
    private boolean finished;

    ChildStream(ChildEngine child, ChildCall call, Deadline deadline) {
        this.child = child;
        this.call = call;
        this.deadline = deadline;
    }

    @Override
    public boolean hasNext() {
        return !finished;
    }

    @Override
    public ChatEvent next() {
        if (finished) {
            throw new NoSuchElementException("the reply has ended");
        }
        FromChild.OfCall answer;
        try {
            answer = call.take(deadline, "decode");
        } catch (RuntimeException e) {
            child.cancel(call);
            throw e;
        }
        if (!(answer instanceof FromChild.Event(_, var event))) {
            child.cancel(call);
            throw new CodecException("a reply has something else than events");
        }
        if (event instanceof ChatEvent.Finished) {
            finished = true;
            child.ended(call);
        } else if (++taken % HALF == 0) {
            child.send(new ToChild.More(call.id(), HALF));
        }
        return event;
    }

    @Override
    public boolean await(Duration atMost) {
        return finished || call.await(atMost);
    }

    @Override
    public boolean stop() {
        child.send(new ToChild.Stop(call.id()));
        return true;
    }

    @Override
    public void close() {
        if (!finished) {
            child.cancel(call);
        }
    }
}
