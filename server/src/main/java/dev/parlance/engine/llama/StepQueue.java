package dev.parlance.engine.llama;

import dev.parlance.core.call.Deadline;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The bounded queue between a batch loop and the stream of one request.
///
/// The loop asks [#hasRoom] before it computes and so never waits; what one computation adds beyond
/// the bound is a few steps for each choice. Thread-safe: one loop puts, one stream takes, anybody
/// cancels.
final class StepQueue {
    private final int bound;
    private final Runnable onRoom;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Step> steps = new ArrayDeque<>();
    private boolean wasFull;
    private volatile boolean cancelled;
    private volatile boolean stopping;

    /// @param bound steps that may wait
    /// @param onRoom told, at most once for each time the queue was full, that it no longer is
    StepQueue(int bound, Runnable onRoom) {
        this.bound = bound;
        this.onRoom = onRoom;
    }

    /// True when the loop may compute more for this request.
    boolean hasRoom() {
        lock.lock();
        try {
            wasFull = steps.size() >= bound;
            return !wasFull;
        } finally {
            lock.unlock();
        }
    }

    void put(Step step) {
        lock.lock();
        try {
            if (!cancelled) {
                steps.add(step);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The next step.
    ///
    /// @throws ApiException `DeadlineExceeded`
    /// @throws CancellationException when the request was cancelled
    Step take(Deadline deadline) {
        boolean room;
        Step step;
        lock.lock();
        try {
            if (!awaitStep(deadline.remaining().toNanos())) {
                throw new ApiException(new DeadlineExceeded("decode"));
            }
            requireNotCancelled();
            step = steps.remove();
            room = wasFull && steps.size() <= bound / 2;
            wasFull &= !room;
        } finally {
            lock.unlock();
        }
        if (room) {
            onRoom.run();
        }
        return step;
    }

    /// Waits until [#take] would not, at most this long; false when time ran out.
    boolean await(Duration atMost) {
        lock.lock();
        try {
            return awaitStep(atMost.toNanos());
        } finally {
            lock.unlock();
        }
    }

    /// Ends the request: nothing more is put or taken.
    void cancel() {
        lock.lock();
        try {
            cancelled = true;
            steps.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        onRoom.run();
    }

    /// Asks the loop to end the request's choices at their next token.
    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    boolean isCancelled() {
        return cancelled;
    }

    private void requireNotCancelled() {
        if (cancelled) {
            throw new CancellationException("the reply was closed");
        }
    }

    /// Waits until there is a step or the request is cancelled; false when time ran out first.
    private boolean awaitStep(long atMostNanos) {
        long nanos = atMostNanos;
        try {
            while (steps.isEmpty() && !cancelled) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the thread was interrupted");
        }
    }
}
