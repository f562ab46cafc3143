package dev.parlance.engine.llama;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import dev.parlance.engine.llama.ffm.ContextOptions;
import dev.parlance.engine.llama.ffm.DecodeStatus;
import dev.parlance.engine.llama.ffm.NativeContext;
import dev.parlance.engine.llama.ffm.NativeException;
import dev.parlance.engine.llama.ffm.NativeModel;
import dev.parlance.engine.llama.ffm.TokenBatch;
import dev.parlance.engine.llama.gguf.ModelFacts.Pooling;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Computes embeddings, one batch at a time, so that replies in the making go on in between. Inputs
/// of one request and of several share a batch, each as a sequence of its own.
///
/// Every token's embedding is fetched and pooled here: pooling in native code fails an assertion on
/// some architectures. Only a ranking model's head is native. The context is made on first use.
/// Belongs to the thread of its model.
final class EmbeddingLoop implements AutoCloseable {
    /// One input of a request.
    private record Input(EmbeddingWork work, int index) {
        int[] tokens() {
            return work.inputs().get(index);
        }
    }

    private final NativeModel model;
    private final ContextOptions options;
    private final Pooling pooling;
    // True when a text cannot be computed in pieces.
    private final boolean whole;
    private final Queue<EmbeddingWork> inbox;
    private final Deque<Input> waiting = new ArrayDeque<>();
    // Those of the batch in the making; the sequence of each is its place here.
    private final List<Input> batched = new ArrayList<>();

    private @Nullable NativeContext context;
    // The most tokens of the batch in the making.
    private int limit;
    // How much of an input that is longer than a batch is computed, and the sum over that.
    private int position;
    private double[] sum = new double[0];

    /// @param whole true when a text cannot be computed in pieces
    /// @param inbox where requests come from
    EmbeddingLoop(
            NativeModel model,
            ContextOptions options,
            Pooling pooling,
            boolean whole,
            Queue<EmbeddingWork> inbox) {
        this.model = model;
        this.options = options;
        this.pooling = pooling;
        this.whole = whole;
        this.inbox = inbox;
    }

    /// True when nobody waits any more for anything in the batch; ends a decode call.
    private boolean isAborted() {
        return !batched.isEmpty() && batched.stream().allMatch(input -> input.work().isOver());
    }

    /// Computes one batch; false when there was nothing to do.
    ///
    /// @param most tokens of it, so that replies do not wait long; more when a text has to be
    ///   computed as a whole
    boolean step(int most) {
        limit = whole ? options.batchTokens() : Math.min(options.batchTokens(), most);
        if (!gather()) {
            return false;
        }
        try {
            compute(open());
        } catch (RuntimeException e) {
            for (Input input : batched) {
                input.work().result().completeExceptionally(e);
            }
            position = 0;
        } finally {
            batched.clear();
        }
        return true;
    }

    /// Takes as many waiting inputs as fit a batch; a longer one goes alone, piece by piece.
    private boolean gather() {
        int room = limit;
        while (batched.size() < options.sequences()) {
            Input next = next();
            if (next == null) {
                break;
            }
            int length = next.tokens().length - position;
            if (length > room && !batched.isEmpty()) {
                break;
            }
            batched.add(waiting.removeFirst());
            room -= length;
            if (room <= 0 || position > 0) {
                break;
            }
        }
        return !batched.isEmpty();
    }

    /// The first input that somebody waits for, or null.
    private @Nullable Input next() {
        while (true) {
            Input first = waiting.peekFirst();
            if (first == null) {
                EmbeddingWork work = inbox.poll();
                if (work == null) {
                    return null;
                }
                for (int i = 0; i < work.inputs().size(); i++) {
                    waiting.add(new Input(work, i));
                }
            } else if (first.work().isOver()) {
                first.work()
                        .result()
                        .completeExceptionally(new ApiException(new DeadlineExceeded("embedding")));
                waiting.removeFirst();
                position = 0;
            } else {
                return first;
            }
        }
    }

    private NativeContext open() {
        NativeContext open = context;
        if (open == null) {
            open = new NativeContext(model, options, this::isAborted);
            context = open;
        }
        return open;
    }

    private void compute(NativeContext into) {
        if (position == 0) {
            into.clear();
            sum = new double[model.embeddingLength()];
        }
        TokenBatch batch = into.batch();
        batch.clear();
        for (int sequence = 0; sequence < batched.size(); sequence++) {
            int[] tokens = batched.get(sequence).tokens();
            for (int at = position; at < tokens.length && batch.size() < limit; at++) {
                int _ = batch.add(tokens[at], at, sequence, isPooled(at, tokens.length));
            }
        }
        switch (into.decode()) {
            case DecodeStatus.DONE -> take(into);
            // Nobody waits for any of them.
            case DecodeStatus.ABORTED -> position = 0;
            case DecodeStatus.NO_ROOM ->
                    throw new NativeException(
                            "The context has no room for " + batch.size() + " tokens to embed.");
        }
    }

    private void take(NativeContext into) {
        if (pooling == Pooling.RANK) {
            for (int sequence = 0; sequence < batched.size(); sequence++) {
                Input input = batched.get(sequence);
                input.work().add(input.index(), new float[] {into.score(sequence)});
            }
        } else {
            pool(into, into.batch().size());
        }
    }

    private void pool(NativeContext from, int rows) {
        int row = 0;
        for (Input input : batched) {
            int length = input.tokens().length;
            int at = position;
            for (; at < length && row < rows; at++, row++) {
                if (isPooled(at, length)) {
                    add(from.embedding(row));
                }
            }
            if (at < length) {
                position = at;
                waiting.addFirst(input);
                return;
            }
            input.work().add(input.index(), mean(length));
            position = 0;
            sum = new double[sum.length];
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

    private float[] mean(int length) {
        int count =
                switch (pooling) {
                    case FIRST, LAST -> 1;
                    case NONE, MEAN, RANK -> length;
                };
        float[] mean = new float[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] / count);
        }
        return mean;
    }

    /// Fails everything that waits.
    void fail(RuntimeException why) {
        for (Input input : waiting) {
            input.work().result().completeExceptionally(why);
        }
        waiting.clear();
        for (EmbeddingWork work = inbox.poll(); work != null; work = inbox.poll()) {
            work.result().completeExceptionally(why);
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
