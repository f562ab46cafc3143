package dev.parlance.engine.llama.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// The functions around what a context remembers of its sequences, with Java's types.
///
/// Older releases take the context itself, newer ones a memory that is asked from it. Positions
/// count from 0; a range ends before its second position, or never when that is -1.
final class MemoryCalls {
    private final @Nullable MethodHandle memoryOf;
    private final MethodHandle clear;
    private final MethodHandle remove;
    private final MethodHandle copy;
    private final MethodHandle keep;
    private final MethodHandle add;
    private final MethodHandle canShift;

    MemoryCalls(Symbols symbols, Abi abi) {
        String prefix = abi.memoryPrefix();
        String memoryOf = abi.memoryOf();
        if (memoryOf == null) {
            this.memoryOf = null;
            clear = symbols.bind(prefix + "clear", null, ADDRESS);
        } else {
            this.memoryOf = symbols.bind(memoryOf, ADDRESS, ADDRESS);
            clear = symbols.bind(prefix + "clear", null, ADDRESS, JAVA_BOOLEAN);
        }
        remove =
                symbols.bind(
                        prefix + "seq_rm", JAVA_BOOLEAN, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT);
        copy =
                symbols.bind(
                        prefix + "seq_cp", null, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
        keep = symbols.bind(prefix + "seq_keep", null, ADDRESS, JAVA_INT);
        add =
                symbols.bind(
                        prefix + "seq_add", null, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
        canShift = symbols.bind(prefix + "can_shift", JAVA_BOOLEAN, ADDRESS);
    }

    /// What the other functions take for this context; valid as long as the context.
    MemorySegment memory(MemorySegment context) {
        if (memoryOf == null) {
            return context;
        }
        try {
            return (MemorySegment) memoryOf.invokeExact(context);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    void clear(MemorySegment memory) {
        try {
            if (memoryOf == null) {
                clear.invokeExact(memory);
            } else {
                clear.invokeExact(memory, true);
            }
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    /// False when this range cannot be removed alone.
    boolean remove(MemorySegment memory, int sequence, int from, int to) {
        try {
            return (boolean) remove.invokeExact(memory, sequence, from, to);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    void copy(MemorySegment memory, int source, int target, int from, int to) {
        try {
            copy.invokeExact(memory, source, target, from, to);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    void keep(MemorySegment memory, int sequence) {
        try {
            keep.invokeExact(memory, sequence);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    void add(MemorySegment memory, int sequence, int from, int to, int delta) {
        try {
            add.invokeExact(memory, sequence, from, to, delta);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    boolean canShift(MemorySegment memory) {
        try {
            return (boolean) canShift.invokeExact(memory);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }
}
