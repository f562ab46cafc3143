package dev.parlance.engine.onnx.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The facts that ONNX Runtime gathers about its process to report them.
///
/// Its own switch for them works only once it has started, and starting is when it gathers them: on
/// POSIX it matches the command line against regular expressions, recursing with its length, and a
/// class path of 60 jars ends the process by a stack overflow without a word. Only the variable
/// that it reads from its environment comes early enough, and Java cannot set one.
public final class RuntimeReports {
    private static final String SWITCH = "ORT_DISABLE_TELEMETRY";

    private RuntimeReports() {}

    /// Turns them off for this process, unless its environment already says something about them.
    /// Must come before the runtime is started; nothing happens where the C library has no
    /// `setenv`, as on Windows, where the runtime does not read its command line.
    ///
    /// @return whether they are off
    @SuppressWarnings("restricted")
    public static boolean turnOff() {
        // The launcher has said it: then no variable changes while other threads may read them.
        String said = System.getenv(SWITCH);
        if (said != null) {
            return said.equals("1");
        }
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor shape = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
        return linker.defaultLookup()
                .find("setenv")
                .map(function -> set(linker.downcallHandle(function, shape)))
                .orElse(false);
    }

    private static boolean set(MethodHandle setenv) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(SWITCH);
            return (int) setenv.invokeExact(name, arena.allocateFrom("1"), 0) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException("setenv cannot be called: " + e.getMessage(), e);
        }
    }
}
