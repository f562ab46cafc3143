package dev.parlance.engine.llama.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// How the C library's allocator treats large buffers.
final class LargeBuffers {
    private static final int M_MMAP_THRESHOLD = -3;
    private static final int LARGE_BUFFER_BYTES = 256 << 10;

    private LargeBuffers() {}

    /// Makes closed models give their memory back. Left alone, glibc raises the size from which it
    /// maps memory apart with every freed buffer, until a model's buffers share its heap and leave
    /// holes there: 150 loads took 450 MB that way, and 3 MB this way.
    @SuppressWarnings("restricted")
    static void mapApart() {
        Linker linker = Linker.nativeLinker();
        linker.defaultLookup()
                .find("mallopt")
                .ifPresent(function -> {
                    MethodHandle mallopt =
                            linker.downcallHandle(
                                    function, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
                    try {
                        int _ = (int) mallopt.invokeExact(M_MMAP_THRESHOLD, LARGE_BUFFER_BYTES);
                    } catch (Throwable e) {
                        throw Symbols.failed(e);
                    }
                });
    }
}
