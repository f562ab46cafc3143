package dev.parlance.engine.onnx;

import dev.parlance.core.call.Deadline;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// The rows of one request, as handed to a model's lanes. What is still to be computed belongs to
/// the queue's lock; the vectors come from any lane.
final class Work {
    private final List<Row> rows;
    private final Deadline deadline;
    private final CompletableFuture<List<float[]>> result = new CompletableFuture<>();
    private final float[][] vectors;
    private final AtomicInteger missing;
    // The rows by length, so that those computed together are of one size.
    private final int[] order;
    private int taken;

    /// @param rows at least one, none of them empty
    Work(List<Row> rows, Deadline deadline) {
        this.rows = List.copyOf(rows);
        this.deadline = deadline;
        this.vectors = new float[rows.size()][];
        this.missing = new AtomicInteger(rows.size());
        this.order =
                IntStream.range(0, rows.size())
                        .boxed()
                        .sorted(Comparator.comparingInt(i -> -rows.get(i).length()))
                        .mapToInt(i -> i)
                        .toArray();
    }

    /// How many rows nobody has taken yet.
    int waiting() {
        return order.length - taken;
    }

    /// The length of the row that is taken next.
    int nextLength() {
        return rows.get(order[taken]).length();
    }

    /// Takes the next row; its place in the request.
    int take() {
        return order[taken++];
    }

    Row row(int index) {
        return rows.get(index);
    }

    /// True when nobody waits for it.
    boolean isOver() {
        return result.isDone() || deadline.expired();
    }

    /// Adds the vector of one row; the last one completes the work.
    void add(int index, float[] vector) {
        vectors[index] = vector;
        if (missing.decrementAndGet() == 0) {
            boolean _ = result.complete(Arrays.asList(vectors));
        }
    }

    void fail(RuntimeException problem) {
        boolean _ = result.completeExceptionally(problem);
    }

    /// Fails because its time is over.
    void expire() {
        fail(new ApiException(new DeadlineExceeded("embedding")));
    }

    /// Waits until all vectors are there or the deadline has come; they are in the order of rows.
    List<float[]> await() {
        try {
            return result.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            boolean _ = result.cancel(false);
            throw new ApiException(new DeadlineExceeded("embedding"), e);
        } catch (InterruptedException e) {
            boolean _ = result.cancel(false);
            Thread.currentThread().interrupt();
            throw new CancellationException("the thread was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ApiException problem) {
                throw problem;
            }
            throw Failures.computing(e.getCause() == null ? e : e.getCause());
        }
    }
}
