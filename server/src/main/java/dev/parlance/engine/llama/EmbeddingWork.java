package dev.parlance.engine.llama;

import dev.parlance.core.call.Deadline;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Token lists to embed or to rank, as handed to an embedding loop; cancelled by cancelling its
/// future. The vectors gather here until all are there; only the loop's thread adds them.
final class EmbeddingWork {
    private final List<int[]> inputs;
    private final Deadline deadline;
    private final CompletableFuture<List<float[]>> result = new CompletableFuture<>();
    private final float[][] vectors;
    private int missing;

    /// @param inputs token ids, each at least one, checked against vocabulary and context
    /// @param deadline when nobody waits for it any more
    EmbeddingWork(List<int[]> inputs, Deadline deadline) {
        this.inputs = List.copyOf(inputs);
        this.deadline = deadline;
        this.vectors = new float[inputs.size()][];
        this.missing = inputs.size();
    }

    List<int[]> inputs() {
        return inputs;
    }

    Deadline deadline() {
        return deadline;
    }

    /// The vectors in order, of any length in space; or the scores, for a ranking model.
    CompletableFuture<List<float[]>> result() {
        return result;
    }

    /// True when nobody waits for it.
    boolean isOver() {
        return result.isDone() || deadline.expired();
    }

    /// Adds the vector of one input; the last one completes the work.
    void add(int index, float[] vector) {
        vectors[index] = vector;
        missing--;
        if (missing == 0) {
            boolean _ = result.complete(Arrays.asList(vectors));
        }
    }
}
