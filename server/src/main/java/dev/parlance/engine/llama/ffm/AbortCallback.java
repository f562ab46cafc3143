package dev.parlance.engine.llama.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.BooleanSupplier;

/// The way from the computing thread to a cancellation flag.
record AbortCallback(BooleanSupplier aborted) {
    MemorySegment pointer(Arena arena) {
        try {
            MethodHandle target =
                    MethodHandles.lookup()
                            .bind(
                                    this,
                                    "isAborted",
                                    MethodType.methodType(boolean.class, MemorySegment.class));
            return Symbols.upcall(
                    target,
                    FunctionDescriptor.of(ValueLayout.JAVA_BOOLEAN, ValueLayout.ADDRESS),
                    arena);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the abort callback is missing", e);
        }
    }

    // Called from native code, where an exception would end the process.
    boolean isAborted(MemorySegment userData) {
        try {
            return aborted.getAsBoolean();
        } catch (Throwable _) {
            return true;
        }
    }
}
