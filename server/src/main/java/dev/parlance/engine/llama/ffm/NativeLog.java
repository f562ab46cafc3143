package dev.parlance.engine.llama.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The library's log, led into ours: errors as warnings (they are answered to whoever called, too),
/// the rest at debug.
///
/// Called by native threads at any time; it never throws and keeps little.
final class NativeLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.parlance.engine.llama.native");
    private static final int MAX_CHARS = 2000;
    private static final int MAX_KEPT_LINES = 4;
    private static final int ERROR = 4;

    // Lines for those who wait for the reason of a failure, by the thread that makes the calls.
    private final Map<Thread, Deque<String>> kept = new ConcurrentHashMap<>();

    /// The native function pointer of this log, valid until the process ends.
    MemorySegment callback() {
        return pointer(
                "onLine",
                MethodType.methodType(
                        void.class, int.class, MemorySegment.class, MemorySegment.class),
                FunctionDescriptor.ofVoid(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    }

    /// The native function pointer that gets the last words of a library that ends the process.
    /// Without it the library starts a debugger to tell where it was.
    MemorySegment abortCallback() {
        return pointer(
                "onAbort",
                MethodType.methodType(void.class, MemorySegment.class),
                FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
    }

    private MemorySegment pointer(String method, MethodType type, FunctionDescriptor descriptor) {
        try {
            MethodHandle target = MethodHandles.lookup().bind(this, method, type);
            return Symbols.upcall(target, descriptor, Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the log callback is missing", e);
        }
    }

    /// Runs `call` on this thread; if it returns null, throws with what the library logged.
    <T> T orExplain(String what, Supplier<@Nullable T> call) {
        Deque<String> lines = new ArrayDeque<>();
        kept.put(Thread.currentThread(), lines);
        try {
            T result = call.get();
            if (result == null) {
                String why = lines.isEmpty() ? "no reason was given" : String.join("; ", lines);
                throw new NativeException(what + ": " + why);
            }
            return result;
        } finally {
            kept.remove(Thread.currentThread());
        }
    }

    // Called from native code, where an exception would end the process.
    void onLine(int level, MemorySegment text, MemorySegment userData) {
        try {
            String line = read(text).strip();
            if (line.isEmpty() || line.chars().allMatch(c -> c == '.')) {
                return;
            }
            Deque<String> lines = level == ERROR ? kept.get(Thread.currentThread()) : null;
            if (lines != null && lines.size() < MAX_KEPT_LINES) {
                lines.add(line);
            }
            if (level == ERROR && lines == null) {
                LOG.warn("{}", line);
            } else {
                LOG.debug("{}", line);
            }
        } catch (Throwable _) {
            // A lost line is better than a lost process.
        }
    }

    // Called from native code, where an exception would end the process sooner.
    void onAbort(MemorySegment text) {
        try {
            LOG.error("the native library ends the process: {}", read(text).strip());
        } catch (Throwable _) {
            // Nothing more can be done.
        }
    }

    @SuppressWarnings("restricted")
    private static String read(MemorySegment text) {
        if (text.address() == 0) {
            return "";
        }
        MemorySegment all = text.reinterpret(Long.MAX_VALUE);
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < MAX_CHARS; i++) {
            byte b = all.get(ValueLayout.JAVA_BYTE, i);
            if (b == 0) {
                break;
            }
            line.append((char) (b & 0xff));
        }
        return printable(line.toString());
    }

    /// The text without control characters, which could forge log lines.
    static String printable(String text) {
        StringBuilder line = new StringBuilder();
        text.chars().forEach(c -> line.append(c >= 0x20 && c != 0x7f ? (char) c : ' '));
        return line.toString();
    }
}
