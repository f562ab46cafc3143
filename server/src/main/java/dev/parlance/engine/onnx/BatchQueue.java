package dev.parlance.engine.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The rows that wait for one model, request by request, and what is computed together of them.
///
/// Requests take turns, so that a long one does not keep a short one waiting. Rows of several share
/// a batch when their lengths are alike: the shorter of two is padded to the longer, and padding is
/// computed for nothing. Thread-safe.
final class BatchQueue {
    /// The most rows that wait; two of the largest requests, and as much again.
    static final int CAPACITY = 8192;

    /// One row of a request.
    record Item(Work work, int index) {
        Row row() {
            return work.row(index);
        }
    }

    private final int batchRows;
    private final int batchTokens;
    private final int lanes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Deque<Work> works = new ArrayDeque<>();
    private int waiting;
    private boolean closed;

    /// @param batchRows the most rows in a batch
    /// @param batchTokens the most tokens in a batch, padding included; a single row may have more
    /// @param lanes how many batches are computed at the same time
    BatchQueue(int batchRows, int batchTokens, int lanes) {
        this.batchRows = batchRows;
        this.batchTokens = batchTokens;
        this.lanes = lanes;
    }

    /// Adds a request's rows, all of them or none.
    ///
    /// @throws dev.parlance.core.problem.ApiException `Overloaded` when they do not fit
    void submit(Work work) {
        lock.lock();
        try {
            if (closed) {
                throw Failures.closed();
            }
            if (waiting + work.waiting() > CAPACITY) {
                dropOver();
            }
            if (waiting > 0 && waiting + work.waiting() > CAPACITY) {
                throw Failures.full(waiting);
            }
            works.addLast(work);
            waiting += work.waiting();
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for rows and takes as many as are computed together; none when the queue is closed.
    List<Item> take() throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                dropOver();
                if (!works.isEmpty()) {
                    return gather();
                }
                if (closed) {
                    return List.of();
                }
                filled.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Refuses everything from now on and fails what waits.
    void close() {
        lock.lock();
        try {
            closed = true;
            works.forEach(work -> work.fail(Failures.closed()));
            works.clear();
            waiting = 0;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void dropOver() {
        Iterator<Work> all = works.iterator();
        while (all.hasNext()) {
            Work work = all.next();
            if (work.isOver()) {
                work.expire();
                waiting -= work.waiting();
                all.remove();
            }
        }
    }

    private List<Item> gather() {
        // What waits is shared by all lanes, so that none of them is idle.
        int most = Math.clamp((waiting + lanes - 1) / lanes, 1, batchRows);
        int share = Math.max(1, most / works.size());
        List<Item> batch = new ArrayList<>(most);
        for (int turn = works.size(); turn > 0 && batch.size() < most; turn--) {
            Work work = works.removeFirst();
            for (int i = 0; i < share && batch.size() < most; i++) {
                if (work.waiting() == 0 || !fits(batch, work.nextLength())) {
                    break;
                }
                batch.add(new Item(work, work.take()));
            }
            if (work.waiting() > 0) {
                works.addLast(work);
            }
        }
        waiting -= batch.size();
        return batch;
    }

    private boolean fits(List<Item> batch, int length) {
        if (batch.isEmpty()) {
            return true;
        }
        int shortest = length;
        int longest = length;
        for (Item item : batch) {
            shortest = Math.min(shortest, item.row().length());
            longest = Math.max(longest, item.row().length());
        }
        return longest <= shortest + shortest / 2 + 8
                && (long) longest * (batch.size() + 1) <= batchTokens;
    }
}
