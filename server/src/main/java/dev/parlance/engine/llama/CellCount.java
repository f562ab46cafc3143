package dev.parlance.engine.llama;

import java.util.Arrays;

/// Counts the cells of a context exactly: a cell holds one token's keys and values, for one
/// sequence or for several that share it. For one thread.
final class CellCount {
    private final int[] holders;
    private final int[] free;
    private int freeCount;

    /// @param capacity cells of the context
    CellCount(int capacity) {
        holders = new int[capacity];
        free = new int[capacity];
        Arrays.setAll(free, i -> i);
        freeCount = capacity;
    }

    /// Cells that no sequence holds.
    int free() {
        return freeCount;
    }

    /// Cells that one or more sequences hold.
    int used() {
        return holders.length - freeCount;
    }

    /// A cell for a new token.
    int take() {
        if (freeCount == 0) {
            throw new IllegalStateException("all " + holders.length + " cells are taken");
        }
        int cell = free[--freeCount];
        holders[cell] = 1;
        return cell;
    }

    /// Notes one holder more.
    void share(int cell) {
        holders[cell]++;
    }

    /// Notes one holder less.
    void release(int cell) {
        if (--holders[cell] == 0) {
            free[freeCount++] = cell;
        }
    }
}
