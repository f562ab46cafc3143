package dev.parlance.engine.llama;

import dev.parlance.core.call.Deadline;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import dev.parlance.engine.llama.child.ChildEngine;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleConsumer;
import java.util.function.Function;

/// The use of a loaded, or loading, model by one request: while it is open the model stays in
/// memory. Thread-safe; closed by whoever got it.
final class Lease implements AutoCloseable {
    private static final long GLANCE_NANOS = 100_000_000;

    private final Resident resident;
    private final Runnable onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    Lease(Resident resident, Runnable onClose) {
        this.resident = resident;
        this.onClose = onClose;
    }

    /// The model, once it is loaded.
    ///
    /// @throws ApiException `DeadlineExceeded`, `UpstreamFailed` with why it cannot be loaded
    Runner runner(Deadline deadline) {
        return await(deadline, Long.MAX_VALUE, _ -> {});
    }

    /// As [#runner], telling now and then how much is loaded.
    Runner runner(Deadline deadline, DoubleConsumer progress) {
        Runner runner = await(deadline, GLANCE_NANOS, progress);
        progress.accept(1);
        return runner;
    }

    private Runner await(Deadline deadline, long glance, DoubleConsumer progress) {
        try {
            while (true) {
                long left = deadline.remaining().toNanos();
                try {
                    return resident.host()
                            .loaded()
                            .get(Math.min(left, glance), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    if (left <= glance) {
                        throw new ApiException(new DeadlineExceeded("load"), e);
                    }
                    progress.accept(resident.host().progress());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the thread was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ApiException problem) {
                throw new ApiException(problem.problem(), problem);
            }
            throw Failures.loading(resident.model().source().id().value(), e);
        }
    }

    /// What the model gives, in this process or in its own; closes this lease.
    <T> T ask(Deadline deadline, Function<LoadedModel, T> here, Function<ChildEngine, T> there) {
        try (this) {
            return of(runner(deadline), here, there);
        }
    }

    /// The reply that the model begins, in this process or in its own, which closes this lease with
    /// itself; so does its failure.
    ChatStream stream(
            Deadline deadline,
            Function<LoadedModel, ChatStream> here,
            Function<ChildEngine, ChatStream> there) {
        try {
            return new LeasedStream(of(runner(deadline), here, there), this);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static <T> T of(
            Runner runner, Function<LoadedModel, T> here, Function<ChildEngine, T> there) {
        return switch (runner) {
            case LoadedModel loaded -> here.apply(loaded);
            case ChildModel(var child) -> there.apply(child);
        };
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            onClose.run();
        }
    }
}
