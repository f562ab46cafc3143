package dev.parlance.engine.llama;

import dev.parlance.engine.llama.gguf.GgufHeader;
import dev.parlance.engine.llama.gguf.GgufValue;
import java.util.Locale;

/// An estimate of the memory that a model takes, in bytes, from its file's header. Rather too much
/// than too little; numbers that make no sense are left for the real checks to refuse.
///
/// @param weights its files, which is what they take when mapped or copied
/// @param cache keys and values of all slots and of the context for embeddings
/// @param compute buffers for one batch
record MemoryNeed(long weights, long cache, long compute) {
    // What a second JVM takes beside the model.
    private static final long JVM_BYTES = 200L << 20;
    private static final int HALF = 2;
    private static final int FLOAT = 4;
    private static final long LIMIT = Long.MAX_VALUE / 8;

    /// The need of the model with this header under these settings.
    ///
    /// @param fileBytes of all its files
    static MemoryNeed of(
            ModelSource source, LlamaSettings settings, GgufHeader header, long fileBytes) {
        long trained = Math.min(number(header, "context_length", 0), Integer.MAX_VALUE);
        double slotTokens = ModelSizes.slotTokens(source, settings, (int) trained);
        double tokens = slotTokens * settings.slots() + settings.batching().cacheTokens();
        double heads = number(header, "attention.head_count", 1);
        double width = number(header, "embedding_length", 0);
        long head = (long) (width / heads);
        double keys = number(header, "attention.key_length", head);
        double values = number(header, "attention.value_length", head);
        double cachedHeads = number(header, "attention.head_count_kv", (long) heads);
        double layers = number(header, "block_count", 0);
        double cache = (tokens + slotTokens) * layers * cachedHeads * (keys + values) * HALF;
        double row = Math.max((double) vocabulary(header), heads * tokens) + 8 * width;
        row += 2.0 * number(header, "feed_forward_length", 0);
        double compute = row * FLOAT * Math.min(settings.batchTokens(), ModelSizes.MICRO_BATCH);
        return new MemoryNeed(fileBytes, bounded(cache), bounded(compute));
    }

    private static long number(GgufHeader header, String key, long fallback) {
        return Math.max(0, header.architectureWhole(key).orElse(fallback));
    }

    private static long vocabulary(GgufHeader header) {
        GgufValue.Array tokens = header.array("tokenizer.ggml.tokens");
        return tokens == null ? 0 : tokens.count();
    }

    private static long bounded(double bytes) {
        return bytes >= 0 && bytes < LIMIT ? (long) bytes : LIMIT;
    }

    /// The need of the same model run there.
    MemoryNeed in(Isolation isolation) {
        return switch (isolation) {
            case NONE -> this;
            case PROCESS -> new MemoryNeed(weights, cache, compute + JVM_BYTES);
        };
    }

    /// All of it.
    long total() {
        return Math.min(LIMIT, weights) + Math.min(LIMIT, cache) + Math.min(LIMIT, compute);
    }

    /// The figures for a message.
    String figures() {
        return amount(total())
                + " of memory (weights "
                + amount(weights)
                + ", context "
                + amount(cache)
                + ", computing "
                + amount(compute)
                + ")";
    }

    /// Bytes as a person reads them.
    static String amount(long bytes) {
        if (bytes < 1L << 20) {
            return ((bytes + 1023) >> 10) + " KiB";
        }
        return bytes < 1L << 30
                ? (bytes >> 20) + " MiB"
                : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }
}
