package dev.parlance.engine.llama;

import dev.parlance.engine.llama.Batching.Sharing;
import dev.parlance.engine.llama.ffm.ContextOptions;
import dev.parlance.engine.llama.gguf.ModelFacts;

/// The sizes of a loaded model's contexts.
///
/// @param slotTokens tokens that one choice, or one text to embed, may have
/// @param slots choices at the same time
/// @param batchTokens tokens in one decode call
/// @param threads compute threads
/// @param causal false for encoders, which see a text as a whole
/// @param batching how choices share context and steps
record ModelSizes(
        int slotTokens,
        int slots,
        int batchTokens,
        int threads,
        boolean causal,
        Batching batching) {
    // Sequences that may be kept beyond those of the slots.
    private static final int IDLE_SEQUENCES = 32;
    private static final int MAX_SEQUENCES = 256;
    static final int MICRO_BATCH = 512;
    // Texts that are embedded together.
    private static final int EMBEDDING_SEQUENCES = 32;

    static ModelSizes of(ModelSource source, LlamaSettings settings, ModelFacts facts) {
        return new ModelSizes(
                slotTokens(source, settings, facts.trainedContext()),
                settings.slots(),
                settings.batchTokens(),
                settings.computeThreads(),
                facts.causal(),
                settings.batching());
    }

    /// The context of one choice: as configured, never more than the model was trained for.
    static int slotTokens(ModelSource source, LlamaSettings settings, int trained) {
        int wanted = source.contextTokens() > 0 ? source.contextTokens() : settings.contextTokens();
        return Math.min(wanted > 0 ? wanted : LlamaSettings.USUAL_CONTEXT, trained);
    }

    /// Sequences of the context: one for each slot, and idle ones that keep their tokens.
    int sequences() {
        return batching.sharing() == Sharing.OFF
                ? slots
                : Math.min(slots + IDLE_SEQUENCES, MAX_SEQUENCES);
    }

    ContextOptions generationContext() {
        long tokens = (long) slotTokens * slots + batching.cacheTokens();
        if (tokens > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "its context would have "
                            + tokens
                            + " tokens, more than there can be; lower llama.slots or its"
                            + " context-length");
        }
        int batch = roomFor(sequences(), batchTokens);
        return new ContextOptions(
                (int) tokens,
                batch,
                roomFor(sequences(), Math.min(batch, MICRO_BATCH)),
                sequences(),
                threads,
                false);
    }

    /// A batch of at least one token for each sequence: llama.cpp 0.5.0 ends the process when it
    /// makes a context with less. What is computed together stays as configured.
    private static int roomFor(int sequences, int batch) {
        return Math.max(sequences, batch);
    }

    /// True when a text to embed cannot be computed in pieces: an encoder and a ranking model need
    /// all of it at once, other causal models do not.
    ///
    /// @param ranks true for scores instead of embeddings
    boolean embedsWhole(boolean ranks) {
        return !causal || ranks;
    }

    /// Several texts share a batch.
    ///
    /// @param ranks true for scores instead of embeddings
    ContextOptions embeddingContext(boolean ranks) {
        int tokens = Math.max(slotTokens, batchTokens);
        boolean whole = embedsWhole(ranks);
        int batch = roomFor(EMBEDDING_SEQUENCES, whole ? tokens : batchTokens);
        int microBatch = whole ? batch : roomFor(EMBEDDING_SEQUENCES, Math.min(batch, MICRO_BATCH));
        ContextOptions options =
                new ContextOptions(tokens, batch, microBatch, EMBEDDING_SEQUENCES, threads, true);
        return ranks ? options.ranking() : options;
    }
}
