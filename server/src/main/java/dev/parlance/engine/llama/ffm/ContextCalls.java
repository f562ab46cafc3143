package dev.parlance.engine.llama.ffm;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/// The functions around a context, with Java's types.
final class ContextCalls {
    /// `struct llama_batch`, the same in every release since 2024.
    static final StructLayout BATCH =
            structLayout(
                    JAVA_INT.withName("n_tokens"),
                    paddingLayout(4),
                    ADDRESS.withName("token"),
                    ADDRESS.withName("embd"),
                    ADDRESS.withName("pos"),
                    ADDRESS.withName("n_seq_id"),
                    ADDRESS.withName("seq_id"),
                    ADDRESS.withName("logits"));

    private final MethodHandle defaultParams;
    private final MethodHandle init;
    private final MethodHandle free;
    private final MethodHandle decode;
    private final MethodHandle contextLength;
    private final MethodHandle batchLength;
    private final MethodHandle logits;
    private final MethodHandle embeddings;
    private final MethodHandle sequenceEmbedding;

    ContextCalls(Symbols symbols, Abi abi) {
        defaultParams = symbols.bind("llama_context_default_params", abi.contextParams());
        init = symbols.bind("llama_init_from_model", ADDRESS, ADDRESS, abi.contextParams());
        free = symbols.bind("llama_free", null, ADDRESS);
        decode = symbols.bind("llama_decode", JAVA_INT, ADDRESS, BATCH);
        contextLength = symbols.bind("llama_n_ctx", JAVA_INT, ADDRESS);
        batchLength = symbols.bind("llama_n_batch", JAVA_INT, ADDRESS);
        logits = symbols.bind("llama_get_logits_ith", ADDRESS, ADDRESS, JAVA_INT);
        embeddings = symbols.bind("llama_get_embeddings_ith", ADDRESS, ADDRESS, JAVA_INT);
        sequenceEmbedding = symbols.bind("llama_get_embeddings_seq", ADDRESS, ADDRESS, JAVA_INT);
    }

    MemorySegment defaultParams(SegmentAllocator allocator) {
        try {
            return (MemorySegment) defaultParams.invokeExact(allocator);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    MemorySegment init(MemorySegment model, MemorySegment params) {
        try {
            return (MemorySegment) init.invokeExact(model, params);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    void free(MemorySegment context) {
        try {
            free.invokeExact(context);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    int decode(MemorySegment context, MemorySegment batch) {
        try {
            return (int) decode.invokeExact(context, batch);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    int contextLength(MemorySegment context) {
        try {
            return (int) contextLength.invokeExact(context);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    int batchLength(MemorySegment context) {
        try {
            return (int) batchLength.invokeExact(context);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    MemorySegment logits(MemorySegment context, int row) {
        return row(logits, context, row);
    }

    MemorySegment sequenceEmbedding(MemorySegment context, int sequence) {
        return row(sequenceEmbedding, context, sequence);
    }

    MemorySegment embeddings(MemorySegment context, int row) {
        return row(embeddings, context, row);
    }

    private static MemorySegment row(MethodHandle handle, MemorySegment context, int row) {
        try {
            return (MemorySegment) handle.invokeExact(context, row);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }
}
