package dev.parlance.engine.llama;

import dev.parlance.core.call.Deadline;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Token lists to embed, as handed to a batch loop; cancelled by cancelling its future.
///
/// @param inputs token ids, each at least one, checked against vocabulary and context
/// @param deadline when nobody waits for it any more
/// @param result the vectors in order, each of length 1
record EmbeddingWork(
        List<int[]> inputs, Deadline deadline, CompletableFuture<List<float[]>> result) {
    EmbeddingWork {
        inputs = List.copyOf(inputs);
    }

    /// True when nobody waits for it.
    boolean isOver() {
        return result.isDone() || deadline.expired();
    }
}
