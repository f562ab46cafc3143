package dev.parlance.engine.llama;

import dev.parlance.core.call.Deadline;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// The thread on which one model's texts become tokens.
///
/// It has a large stack because some native tokenizers match regular expressions by recursion, one
/// level for each character: 20,000 letters in a row end a process on a stack of 1 MB (measured
/// with the `qwen2` one, 270 to 340 bytes a level). Only address space is taken until it is used.
/// Thread-safe; ends when idle and comes back when needed.
final class TextThread implements AutoCloseable {
    private static final long STACK_BYTES = 16L << 20;
    private static final long STACK_BYTES_PER_CHARACTER = 512;
    private static final int QUEUE = 256;
    private static final int IDLE_SECONDS = 30;

    private final String model;
    private final ThreadPoolExecutor executor;

    /// @param maxCharacters of one text that is split into tokens
    TextThread(String model, int maxCharacters) {
        long stack = STACK_BYTES + maxCharacters * STACK_BYTES_PER_CHARACTER;
        this.model = model;
        executor =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(QUEUE),
                        task -> {
                            Thread thread =
                                    new Thread(null, task, "llama-" + model + "-text", stack);
                            thread.setDaemon(true);
                            return thread;
                        });
        executor.allowCoreThreadTimeOut(true);
    }

    /// What `work` gives on this thread.
    ///
    /// @throws ApiException `DeadlineExceeded`, `Overloaded`
    <T> T call(Deadline deadline, Supplier<T> work) {
        Future<T> result;
        try {
            result = executor.submit(work::get);
        } catch (RejectedExecutionException e) {
            throw executor.isShutdown() ? Failures.closed() : Failures.full(model);
        }
        try {
            return result.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            result.cancel(false);
            throw new ApiException(new DeadlineExceeded("tokenize"), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the thread was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("text work failed", e.getCause());
        }
    }

    /// Waits for the text in the works, which is short.
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            boolean _ = executor.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
