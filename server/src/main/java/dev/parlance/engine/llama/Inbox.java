package dev.parlance.engine.llama;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The bounded queue of choices that wait for a slot: callers take turns, each caller's own come in
/// order. Thread-safe.
final class Inbox {
    private final int bound;
    private final int callerBound;
    private final ReentrantLock lock = new ReentrantLock();
    // In order of turn: a caller that was served goes to the end.
    private final Map<String, Deque<Generation>> waiting = new LinkedHashMap<>();
    private int size;

    /// @param bound choices that may wait
    /// @param callerBound choices that one caller may have waiting, so that it never fills the
    ///   queue alone
    Inbox(int bound, int callerBound) {
        this.bound = bound;
        this.callerBound = callerBound;
    }

    /// Takes all choices of a request, or none when there is no room for them.
    boolean offer(List<Generation> jobs) {
        if (jobs.isEmpty()) {
            return true;
        }
        String caller = jobs.getFirst().caller();
        lock.lock();
        try {
            if (!fits(caller, jobs.size())) {
                dropOver();
                if (!fits(caller, jobs.size())) {
                    return false;
                }
            }
            waiting.computeIfAbsent(caller, _ -> new ArrayDeque<>()).addAll(jobs);
            size += jobs.size();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean fits(String caller, int more) {
        Deque<Generation> own = waiting.get(caller);
        return size + more <= bound && (own == null ? 0 : own.size()) + more <= callerBound;
    }

    /// Forgets those for which nobody waits any more; their streams know by themselves.
    private void dropOver() {
        waiting.values().forEach(own -> own.removeIf(Generation::isOver));
        waiting.values().removeIf(Deque::isEmpty);
        size = waiting.values().stream().mapToInt(Deque::size).sum();
    }

    /// The next choice in turn, or null when none waits.
    @Nullable Generation poll() {
        lock.lock();
        try {
            Iterator<Map.Entry<String, Deque<Generation>>> turns = waiting.entrySet().iterator();
            if (!turns.hasNext()) {
                return null;
            }
            Map.Entry<String, Deque<Generation>> turn = turns.next();
            String caller = turn.getKey();
            Deque<Generation> own = turn.getValue();
            turns.remove();
            Generation next = own.remove();
            if (!own.isEmpty()) {
                waiting.put(caller, own);
            }
            size--;
            return next;
        } finally {
            lock.unlock();
        }
    }

    /// How many wait.
    int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }
}
