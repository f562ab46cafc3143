package dev.parlance.engine.llama.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;

/// The `llama_context_params` of a [ContextOptions], in the layout of the library's release.
final class ContextParams {
    // LLAMA_POOLING_TYPE_RANK.
    private static final int POOLING_RANK = 4;

    private ContextParams() {}

    /// The struct, for a context that ends before `arena` does.
    static MemorySegment of(
            LlamaLibrary library, ContextOptions options, BooleanSupplier aborted, Arena arena) {
        Abi abi = library.abi();
        MemorySegment params = library.contexts().defaultParams(arena);
        var layout = abi.contextParams();
        Abi.set(layout, params, "n_ctx", options.contextTokens());
        Abi.set(layout, params, "n_batch", options.batchTokens());
        Abi.set(layout, params, "n_ubatch", options.microBatchTokens());
        Abi.set(layout, params, "n_seq_max", options.sequences());
        Abi.set(layout, params, "n_threads", options.threads());
        Abi.set(layout, params, "n_threads_batch", options.threads());
        Abi.set(layout, params, "embeddings", options.embeddings());
        if (Abi.has(layout, "kv_unified")) {
            // One pool of cells for all sequences, as older releases have it: only then can a part
            // of one sequence be copied to another.
            Abi.set(layout, params, "kv_unified", true);
            // Any number of outputs of one sequence in a batch.
            Abi.set(layout, params, "n_outputs_max_per_seq", 0);
        }
        if (Abi.has(layout, "defrag_thold")) {
            // Old releases need free cells next to each other.
            Abi.set(layout, params, "defrag_thold", 0.1f);
        }
        if (Abi.has(layout, "flash_attn") && !options.embeddings()) {
            // Without it, old releases compute attention over every cell of the context, those of
            // other and of resting sequences too. New ones decide for themselves.
            Abi.set(layout, params, "flash_attn", true);
        }
        if (options.embeddings()) {
            // One embedding for each token: pooling in native code asserts on some architectures.
            Abi.set(layout, params, "pooling_type", options.ranks() ? POOLING_RANK : 0);
        }
        Abi.set(layout, params, "abort_callback", new AbortCallback(aborted).pointer(arena));
        return params;
    }
}
