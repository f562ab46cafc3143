package dev.parlance.engine.llama;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A context's memory without a model: sequences of cells, as native code keeps them.
final class FakeMemory implements SequenceMemory {
    private final List<List<Integer>> sequences = new ArrayList<>();
    private final int capacity;
    private int nextCell;

    /// False to refuse to forget a part of a sequence.
    boolean cuts = true;

    FakeMemory(int count, int capacity) {
        this.capacity = capacity;
        for (int i = 0; i < count; i++) {
            sequences.add(new ArrayList<>());
        }
    }

    /// Tokens of one sequence.
    int tokens(HeldSequence sequence) {
        return sequences.get(sequence.number()).size();
    }

    /// Cells of all sequences.
    int used() {
        Set<Integer> cells = new HashSet<>();
        sequences.forEach(cells::addAll);
        return cells.size();
    }

    /// Computes tokens from one position up to before another.
    void compute(int sequence, int from, int to) {
        List<Integer> cells = sequences.get(sequence);
        if (cells.size() != from) {
            throw new IllegalStateException("position " + from + " after " + cells.size());
        }
        for (int i = from; i < to; i++) {
            cells.add(nextCell++);
        }
        if (used() > capacity) {
            throw new IllegalStateException("the context is full");
        }
    }

    @Override
    public boolean forget(int sequence, int fromPosition) {
        List<Integer> cells = sequences.get(sequence);
        if (!cuts && fromPosition > 0) {
            return false;
        }
        cells.subList(Math.min(fromPosition, cells.size()), cells.size()).clear();
        return true;
    }

    @Override
    public void copy(int source, int target, int fromPosition, int toPosition) {
        if (sequences.get(target).size() != fromPosition) {
            throw new IllegalStateException("the target holds other tokens");
        }
        sequences.get(target).addAll(sequences.get(source).subList(fromPosition, toPosition));
    }
}
