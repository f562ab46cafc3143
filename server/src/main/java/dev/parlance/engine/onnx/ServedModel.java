package dev.parlance.engine.onnx;

import dev.parlance.core.call.Deadline;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelState;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A model that is loaded by its first request, on a thread of its own, and stays. A load that
/// failed is tried again by the next request. Thread-safe.
final class ServedModel implements AutoCloseable {
    // An overflow in native code ends the process. What overflowed the usual megabyte when this
    // was found, RuntimeReports turns off.
    private static final long LOADING_STACK = 64L << 20;

    private final ModelFiles files;
    private final OnnxSettings settings;
    private @Nullable CompletableFuture<LoadedModel> loading;
    private boolean closed;
    private volatile ModelState state = ModelState.AVAILABLE;

    ServedModel(ModelFiles files, OnnxSettings settings) {
        this.files = files;
        this.settings = settings;
    }

    ModelCard card() {
        ModelState now = state;
        return new ModelCard(
                files.id(),
                OnnxEngine.NAME,
                files.ownedBy(),
                files.changed(),
                capabilities(),
                Set.of(),
                files.recipe().maxTokens(),
                now,
                now == ModelState.READY ? 1 : 0);
    }

    private Set<Capability> capabilities() {
        Set<Capability> can = EnumSet.of(Capability.RERANK);
        if (!files.recipe().ranks()) {
            can.add(Capability.EMBEDDINGS);
            if (files.recipe().matryoshka()) {
                can.add(Capability.EMBEDDING_DIMENSIONS);
            }
        }
        return can;
    }

    /// The model, loaded if need be.
    ///
    /// @throws ApiException `UpstreamFailed` with why it cannot be loaded, `DeadlineExceeded`
    LoadedModel loaded(Deadline deadline) {
        deadline.check("load");
        CompletableFuture<LoadedModel> future = start();
        try {
            return future.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new ApiException(new DeadlineExceeded("load"), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the thread was interrupted");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw Failures.loading(files.id(), cause);
        }
    }

    private synchronized CompletableFuture<LoadedModel> start() {
        if (closed) {
            throw Failures.closed();
        }
        CompletableFuture<LoadedModel> running = loading;
        if (running != null && !running.isCompletedExceptionally()) {
            return running;
        }
        CompletableFuture<LoadedModel> fresh = new CompletableFuture<>();
        loading = fresh;
        state = ModelState.LOADING;
        Thread thread =
                new Thread(null, () -> load(fresh), "onnx-load-" + files.id(), LOADING_STACK);
        thread.setDaemon(true);
        thread.start();
        return fresh;
    }

    private void load(CompletableFuture<LoadedModel> into) {
        try {
            LoadedModel model = new LoadedModel(files, settings);
            state = ModelState.READY;
            boolean _ = into.complete(model);
        } catch (RuntimeException | Error e) {
            state = ModelState.FAILED;
            boolean _ = into.completeExceptionally(e);
        }
    }

    /// Waits for a load in the making and frees everything.
    @Override
    public void close() {
        CompletableFuture<LoadedModel> last;
        synchronized (this) {
            closed = true;
            last = loading;
        }
        if (last == null) {
            return;
        }
        try {
            last.join().close();
        } catch (RuntimeException _) {
            // It failed to load: there is nothing to free.
        }
    }
}
