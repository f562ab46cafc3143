package dev.parlance.engine.llama;

import dev.parlance.engine.llama.ffm.NativeContext;
import dev.parlance.engine.llama.ffm.NativeException;

/// The memory of a native context.
record ContextMemory(NativeContext context) implements SequenceMemory {
    @Override
    public boolean forget(int sequence, int fromPosition) {
        try {
            context.forget(sequence, fromPosition);
            return true;
        } catch (NativeException e) {
            if (fromPosition == 0) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public void copy(int source, int target, int fromPosition, int toPosition) {
        context.copy(source, target, fromPosition, toPosition);
    }
}
