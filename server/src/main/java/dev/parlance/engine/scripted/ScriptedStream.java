package dev.parlance.engine.scripted;

import dev.parlance.core.call.Deadline;
import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import dev.parlance.core.problem.ApiProblem.Overloaded;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A performance as a stream: waits through its pauses, by the deadline at the latest.
///
/// A pause runs from the moment the event before it was pulled.
final class ScriptedStream implements ChatStream {
    private static final long FAR = Long.MAX_VALUE / 4;

    private final Performance performance;
    private final Deadline deadline;
    private final TimeSource time;
    private final Consumer<ScriptedStream> onEnd;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Step step;
    private long dueAt;
    private boolean finished;
    private @Nullable RuntimeException ending;

    /// @param onEnd told once or more often when the stream needs nothing any more
    ScriptedStream(
            Performance performance,
            Deadline deadline,
            TimeSource time,
            Consumer<ScriptedStream> onEnd) {
        this.performance = performance;
        this.deadline = deadline;
        this.time = time;
        this.onEnd = onEnd;
        this.step = performance.next();
        this.dueAt = dueAt(step);
    }

    @Override
    public boolean hasNext() {
        lock.lock();
        try {
            return !finished;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public ChatEvent next() {
        lock.lock();
        try {
            if (finished) {
                throw new NoSuchElementException("the reply is finished");
            }
            waitUntilReady(FAR);
            return advance();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean await(Duration atMost) {
        lock.lock();
        try {
            boolean far = atMost.compareTo(Duration.ofNanos(FAR)) > 0;
            return finished || waitUntilReady(far ? FAR : atMost.toNanos());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        end(new CancellationException("the stream was closed"));
    }

    /// Ends the stream with this exception, unless it has ended.
    void end(RuntimeException reason) {
        lock.lock();
        try {
            if (!finished && ending == null) {
                ending = reason;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
        onEnd.accept(this);
    }

    private ChatEvent advance() {
        if (ending == null && late(time.nanoTime())) {
            ending = new ApiException(new DeadlineExceeded("decode"));
        }
        if (ending == null && step instanceof Step.Fail(var problem)) {
            ending = new ApiException(problem);
        }
        if (ending != null) {
            onEnd.accept(this);
            throw ending;
        }
        if (!(step instanceof Step.Say(_, var event))) {
            throw new IllegalStateException("woke before the deadline with nothing to say");
        }
        if (event instanceof ChatEvent.Finished) {
            finished = true;
            onEnd.accept(this);
        } else {
            step = performance.next();
            dueAt = dueAt(step);
        }
        return event;
    }

    /// Waits until `next()` has something to return or to throw; false when `nanos` ran out.
    private boolean waitUntilReady(long nanos) {
        long start = time.nanoTime();
        while (true) {
            long now = time.nanoTime();
            if (ending != null || late(now) || due(now)) {
                return true;
            }
            long left = nanos - (now - start);
            if (left <= 0) {
                return false;
            }
            long wait = Math.min(left, deadline.nanoTime() - now);
            try {
                boolean hangs = step instanceof Step.Hang;
                time.await(changed, hangs ? wait : Math.min(wait, dueAt - now));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                ending =
                        new ApiException(
                                new Overloaded(Duration.ofSeconds(1), "The wait was broken off."),
                                e);
            }
        }
    }

    private boolean due(long now) {
        return !(step instanceof Step.Hang) && dueAt - now <= 0;
    }

    private boolean late(long now) {
        return deadline.nanoTime() - now <= 0;
    }

    private long dueAt(Step next) {
        return switch (next) {
            case Step.Say(var pause, _) -> time.nanoTime() + pause.toNanos();
            case Step.Fail _, Step.Hang _ -> time.nanoTime();
        };
    }
}
