package dev.parlance.engine.llama.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The tokens of one decode call, of one or several sequences. Belongs to the context that made it
/// and to its thread; reused for every call.
public final class TokenBatch {
    private final int capacity;
    private final MemorySegment struct;
    private final MemorySegment tokens;
    private final MemorySegment positions;
    private final MemorySegment sequences;
    private final MemorySegment outputs;
    private int size;

    TokenBatch(Arena arena, int capacity) {
        this.capacity = capacity;
        tokens = arena.allocate(ValueLayout.JAVA_INT, capacity);
        positions = arena.allocate(ValueLayout.JAVA_INT, capacity);
        sequences = arena.allocate(ValueLayout.JAVA_INT, capacity);
        outputs = arena.allocate(capacity);
        // Each token belongs to one sequence: its list of them has one element, in `sequences`.
        MemorySegment counts = arena.allocate(ValueLayout.JAVA_INT, capacity);
        MemorySegment lists = arena.allocate(ValueLayout.ADDRESS, capacity);
        for (int i = 0; i < capacity; i++) {
            counts.setAtIndex(ValueLayout.JAVA_INT, i, 1);
            lists.setAtIndex(ValueLayout.ADDRESS, i, sequences.asSlice(i * 4L, 4));
        }
        struct = arena.allocate(ContextCalls.BATCH);
        pointer("token", tokens);
        pointer("pos", positions);
        pointer("n_seq_id", counts);
        pointer("seq_id", lists);
        pointer("logits", outputs);
    }

    /// Tokens in it.
    public int size() {
        return size;
    }

    /// How many more fit.
    public int room() {
        return capacity - size;
    }

    /// Empties it.
    public void clear() {
        size = 0;
    }

    /// Adds a token and returns its row.
    ///
    /// @param position of the token in its sequence, from 0
    /// @param output true when logits (or the embedding) of this row are wanted
    public int add(int token, int position, int sequence, boolean output) {
        if (size == capacity) {
            throw new IllegalStateException("the batch is full: " + capacity);
        }
        tokens.setAtIndex(ValueLayout.JAVA_INT, size, token);
        positions.setAtIndex(ValueLayout.JAVA_INT, size, position);
        sequences.setAtIndex(ValueLayout.JAVA_INT, size, sequence);
        outputs.set(ValueLayout.JAVA_BYTE, size, (byte) (output ? 1 : 0));
        return size++;
    }

    MemorySegment struct() {
        struct.set(ValueLayout.JAVA_INT, 0, size);
        return struct;
    }

    private void pointer(String field, MemorySegment value) {
        long offset = ContextCalls.BATCH.byteOffset(PathElement.groupElement(field));
        struct.set(ValueLayout.ADDRESS, offset, value);
    }
}
