package dev.parlance.engine.llama.child;

import dev.parlance.core.call.Deadline;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One call to a child, as the parent sees it: the answers that have come and were not taken yet.
///
/// The child sends no more than it was told there is room for; one that does is not trusted any
/// more. Thread-safe: one reader puts, one caller takes, anybody cancels or fails.
final class ChildCall {
    /// Events that may be on their way or wait.
    static final int WINDOW = 64;

    // Beside events: that the call was accepted, and how it ended.
    private static final int MOST = WINDOW + 2;

    private final long id;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<FromChild.OfCall> answers = new ArrayDeque<>();
    private @Nullable ApiException failure;
    private boolean cancelled;

    ChildCall(long id) {
        this.id = id;
    }

    long id() {
        return id;
    }

    /// Adds an answer.
    ///
    /// @throws CodecException when there was no room for it
    void put(FromChild.OfCall answer) {
        lock.lock();
        try {
            if (answers.size() >= MOST) {
                throw new CodecException("more events came than there was room for");
            }
            answers.add(answer);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Ends the call: what waits is still taken.
    void fail(ApiException why) {
        lock.lock();
        try {
            failure = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Ends the call: nothing more is taken.
    ///
    /// @return false when that had been done
    boolean cancel() {
        lock.lock();
        try {
            boolean first = !cancelled;
            cancelled = true;
            answers.clear();
            changed.signalAll();
            return first;
        } finally {
            lock.unlock();
        }
    }

    /// The next answer that is no failure.
    ///
    /// @param stage what the call does meanwhile, for the error
    /// @throws ApiException the call's failure, `DeadlineExceeded`
    /// @throws CancellationException when the call was cancelled
    FromChild.OfCall take(Deadline deadline, String stage) {
        FromChild.OfCall answer;
        lock.lock();
        try {
            if (!awaitAnswer(deadline.remaining().toNanos())) {
                throw new ApiException(new DeadlineExceeded(stage));
            }
            if (cancelled) {
                throw new CancellationException("the reply was closed");
            }
            FromChild.OfCall next = answers.poll();
            if (next == null) {
                throw failed();
            }
            answer = next;
        } finally {
            lock.unlock();
        }
        if (answer instanceof FromChild.Failed(_, var problem)) {
            throw new ApiException(problem);
        }
        return answer;
    }

    private ApiException failed() {
        ApiException why = failure;
        // A copy has the caller's own stack.
        return why == null
                ? new ApiException(new DeadlineExceeded("decode"))
                : new ApiException(why.problem(), why);
    }

    /// Waits until [#take] would not, at most this long; false when time ran out.
    boolean await(Duration atMost) {
        lock.lock();
        try {
            return awaitAnswer(atMost.toNanos());
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitAnswer(long atMostNanos) {
        long nanos = atMostNanos;
        try {
            while (answers.isEmpty() && !cancelled && failure == null) {
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
