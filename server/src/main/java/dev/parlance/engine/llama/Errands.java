package dev.parlance.engine.llama;

import dev.parlance.core.call.Deadline;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// What others want done on a model's thread between its steps. Anybody calls; the thread runs.
final class Errands {
    private static final int WAITING = 16;

    private record Errand(Runnable work, CompletableFuture<?> result) {}

    private final BlockingQueue<Errand> waiting = new ArrayBlockingQueue<>(WAITING);

    /// What `work` gives, once it has run.
    ///
    /// @throws ApiException `Overloaded`, `DeadlineExceeded`, or what `work` throws
    <T> T call(Deadline deadline, Supplier<T> work, String model, Runnable wake) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable run =
                () -> {
                    try {
                        result.complete(work.get());
                    } catch (RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                };
        if (!waiting.offer(new Errand(run, result))) {
            throw Failures.full(model);
        }
        wake.run();
        try {
            return result.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            result.cancel(false);
            throw new ApiException(new DeadlineExceeded("load"), e);
        } catch (InterruptedException e) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw new CancellationException("the thread was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw Failures.computing(e);
        }
    }

    /// Runs those that somebody still waits for.
    void run() {
        for (Errand next = waiting.poll(); next != null; next = waiting.poll()) {
            if (!next.result().isDone()) {
                next.work().run();
            }
        }
    }

    /// Fails all that wait.
    void fail(RuntimeException why) {
        for (Errand next = waiting.poll(); next != null; next = waiting.poll()) {
            next.result().completeExceptionally(why);
        }
    }
}
