package dev.parlance.core.schedule;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The places and the queue of one model. Thread-safe.
final class Lane {
    /// What became of a wish to enter.
    enum Verdict {
        ADMITTED,
        QUEUE_FULL,
        TIMED_OUT,
        INTERRUPTED
    }

    private static final class Waiter {
        final Condition admittedNow;
        boolean admitted;

        Waiter(Condition admittedNow) {
            this.admittedNow = admittedNow;
        }
    }

    private final AdmissionLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    // In order of turn: a caller that was served goes to the end.
    private final Map<String, Deque<Waiter>> waiting = new LinkedHashMap<>();
    private int active;
    private int queued;

    Lane(AdmissionLimits limits) {
        this.limits = limits;
    }

    Verdict enter(String callerId, Duration patience) {
        lock.lock();
        try {
            if (active < limits.maxConcurrent() && queued == 0) {
                active++;
                return Verdict.ADMITTED;
            }
            if (queued >= limits.maxQueued()) {
                return Verdict.QUEUE_FULL;
            }
            return await(callerId, new Waiter(lock.newCondition()), patience.toNanos());
        } finally {
            lock.unlock();
        }
    }

    private Verdict await(String callerId, Waiter waiter, long nanos) {
        waiting.computeIfAbsent(callerId, _ -> new ArrayDeque<>()).addLast(waiter);
        queued++;
        long left = nanos;
        try {
            while (!waiter.admitted && left > 0) {
                left = waiter.admittedNow.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (!waiter.admitted) {
                withdraw(callerId, waiter);
                return Verdict.INTERRUPTED;
            }
        }
        if (waiter.admitted) {
            return Verdict.ADMITTED;
        }
        withdraw(callerId, waiter);
        return Verdict.TIMED_OUT;
    }

    private void withdraw(String callerId, Waiter waiter) {
        Deque<Waiter> own = waiting.get(callerId);
        if (own != null && own.remove(waiter)) {
            queued--;
            if (own.isEmpty()) {
                waiting.remove(callerId);
            }
        }
    }

    void leave() {
        lock.lock();
        try {
            active--;
            if (queued > 0) {
                admitNext();
            }
        } finally {
            lock.unlock();
        }
    }

    private void admitNext() {
        Iterator<Map.Entry<String, Deque<Waiter>>> turns = waiting.entrySet().iterator();
        Map.Entry<String, Deque<Waiter>> first = turns.next();
        String callerId = first.getKey();
        Deque<Waiter> own = first.getValue();
        turns.remove();
        Waiter next = own.removeFirst();
        if (!own.isEmpty()) {
            waiting.put(callerId, own);
        }
        queued--;
        active++;
        next.admitted = true;
        next.admittedNow.signal();
    }

    int active() {
        lock.lock();
        try {
            return active;
        } finally {
            lock.unlock();
        }
    }

    int queued() {
        lock.lock();
        try {
            return queued;
        } finally {
            lock.unlock();
        }
    }
}
