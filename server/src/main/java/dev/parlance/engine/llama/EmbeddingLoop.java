package dev.parlance.engine.llama;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import dev.parlance.engine.llama.ffm.ContextOptions;
import dev.parlance.engine.llama.ffm.DecodeStatus;
import dev.parlance.engine.llama.ffm.NativeContext;
import dev.parlance.engine.llama.ffm.NativeModel;
import dev.parlance.engine.llama.ffm.TokenBatch;
import dev.parlance.engine.llama.gguf.ModelFacts.Pooling;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Computes embeddings, one batch at a time, so that replies in the making go on in between.
///
/// Every token's embedding is fetched and pooled here: pooling in native code fails an assertion on
/// some architectures. The context is made on first use. Belongs to the thread of its model.
final class EmbeddingLoop implements AutoCloseable {
    private final NativeModel model;
    private final ContextOptions options;
    private final Pooling pooling;
    private final Queue<EmbeddingWork> inbox;

    private @Nullable NativeContext context;
    private @Nullable EmbeddingWork work;
    private final List<float[]> done = new ArrayList<>();
    private int position;
    private double[] sum = new double[0];

    EmbeddingLoop(
            NativeModel model,
            ContextOptions options,
            Pooling pooling,
            Queue<EmbeddingWork> inbox) {
        this.model = model;
        this.options = options;
        this.pooling = pooling;
        this.inbox = inbox;
    }

    /// True when nobody waits any more for what is being computed; ends a decode call.
    boolean isAborted() {
        EmbeddingWork current = work;
        return current != null && current.isOver();
    }

    /// Computes one batch; false when there was nothing to do.
    boolean step() {
        EmbeddingWork current = next();
        if (current == null) {
            return false;
        }
        try {
            compute(current, open());
        } catch (RuntimeException e) {
            current.result().completeExceptionally(e);
            work = null;
        }
        return true;
    }

    private @Nullable EmbeddingWork next() {
        EmbeddingWork current = work;
        while (current == null || current.isOver()) {
            if (current != null) {
                current.result()
                        .completeExceptionally(new ApiException(new DeadlineExceeded("embedding")));
            }
            current = inbox.poll();
            work = current;
            done.clear();
            position = 0;
            if (current == null) {
                return null;
            }
        }
        return current;
    }

    private NativeContext open() {
        NativeContext open = context;
        if (open == null) {
            open = new NativeContext(model, options, this::isAborted);
            context = open;
        }
        return open;
    }

    private void compute(EmbeddingWork current, NativeContext into) {
        int[] tokens = current.inputs().get(done.size());
        if (position == 0) {
            into.clear();
            sum = new double[model.embeddingLength()];
        }
        TokenBatch batch = into.batch();
        batch.clear();
        int from = position;
        while (batch.room() > 0 && from + batch.size() < tokens.length) {
            int at = from + batch.size();
            int _ = batch.add(tokens[at], at, 0, isPooled(at, tokens.length));
        }
        if (into.decode() != DecodeStatus.DONE) {
            // Only an abort ends here, and that is answered by next().
            position = 0;
            return;
        }
        for (int row = 0; row < batch.size(); row++) {
            if (isPooled(from + row, tokens.length)) {
                add(into.embedding(row));
            }
        }
        position += batch.size();
        if (position == tokens.length) {
            done.add(unit(sum));
            position = 0;
            if (done.size() == current.inputs().size()) {
                boolean _ = current.result().complete(List.copyOf(done));
                work = null;
            }
        }
    }

    private boolean isPooled(int at, int length) {
        return switch (pooling) {
            case FIRST -> at == 0;
            case LAST -> at == length - 1;
            case NONE, MEAN, RANK -> true;
        };
    }

    private void add(float[] embedding) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += embedding[i];
        }
    }

    /// The vector of length 1 in this direction; a zero vector stays one.
    private static float[] unit(double[] vector) {
        double square = 0;
        for (double value : vector) {
            square += value * value;
        }
        double length = square > 0 ? Math.sqrt(square) : 1;
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }

    /// Fails everything that waits.
    void fail(RuntimeException why) {
        EmbeddingWork current = work;
        work = null;
        while (current != null) {
            current.result().completeExceptionally(why);
            current = inbox.poll();
        }
        for (EmbeddingWork waiting = inbox.poll(); waiting != null; waiting = inbox.poll()) {
            waiting.result().completeExceptionally(why);
        }
    }

    @Override
    public void close() {
        NativeContext open = context;
        if (open != null) {
            open.close();
        }
    }
}
