package dev.parlance.engine.llama.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The functions around adapters, with Java's types: newer releases set all adapters of a context
/// at once, older ones each by itself.
final class AdapterCalls {
    private static final String SET_ALL = "llama_set_adapters_lora";

    private final MethodHandle init;
    private final MethodHandle free;
    private final @Nullable MethodHandle setAll;
    private final @Nullable MethodHandle setOne;
    private final @Nullable MethodHandle clear;

    AdapterCalls(Symbols symbols) {
        init = symbols.bind("llama_adapter_lora_init", ADDRESS, ADDRESS, ADDRESS);
        free = symbols.bind("llama_adapter_lora_free", null, ADDRESS);
        boolean together = symbols.has(SET_ALL);
        setAll =
                together
                        ? symbols.bind(SET_ALL, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS)
                        : null;
        setOne =
                together
                        ? null
                        : symbols.bind(
                                "llama_set_adapter_lora", JAVA_INT, ADDRESS, ADDRESS, JAVA_FLOAT);
        clear = together ? null : symbols.bind("llama_clear_adapter_lora", null, ADDRESS);
    }

    MemorySegment init(MemorySegment model, MemorySegment path) {
        try {
            return (MemorySegment) init.invokeExact(model, path);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    void free(MemorySegment adapter) {
        try {
            free.invokeExact(adapter);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    /// Makes these the adapters of a context; false when the library refuses.
    boolean set(MemorySegment context, List<MemorySegment> adapters, List<Float> scales) {
        try (Arena arena = Arena.ofConfined()) {
            if (setAll != null) {
                int count = adapters.size();
                MemorySegment pointers = arena.allocate(ADDRESS, Math.max(1, count));
                MemorySegment factors = arena.allocate(JAVA_FLOAT, Math.max(1, count));
                for (int i = 0; i < count; i++) {
                    pointers.setAtIndex(ADDRESS, i, adapters.get(i));
                    factors.setAtIndex(JAVA_FLOAT, i, scales.get(i));
                }
                return (int) setAll.invokeExact(context, pointers, (long) count, factors) == 0;
            }
            if (setOne == null || clear == null) {
                throw new IllegalStateException("neither way to set adapters is bound");
            }
            clear.invokeExact(context);
            boolean all = true;
            for (int i = 0; i < adapters.size(); i++) {
                float scale = scales.get(i);
                all &= (int) setOne.invokeExact(context, adapters.get(i), scale) == 0;
            }
            return all;
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }
}
