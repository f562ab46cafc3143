package dev.parlance.engine.llama;

import dev.parlance.core.call.Deadline;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelState;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import dev.parlance.engine.llama.gguf.GgufHeader;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One model of the engine, loaded or not. Thread-safe.
final class ServedModel implements AutoCloseable {
    private final ModelSource source;
    private final LlamaSettings settings;
    private final ModelCard card;
    private @Nullable ModelThread thread;
    private boolean closed;

    /// @param header of the model's first file
    ServedModel(ModelSource source, GgufHeader header, LlamaSettings settings) {
        this.source = source;
        this.settings = settings;
        this.card = ModelCards.of(source, header, settings);
    }

    ModelSource source() {
        return source;
    }

    /// What callers may know of it now.
    ModelCard card() {
        ModelThread current;
        synchronized (this) {
            current = thread;
        }
        if (current == null) {
            return card;
        }
        CompletableFuture<LoadedModel> loaded = current.loaded();
        if (loaded.isCompletedExceptionally()) {
            return ModelCards.with(card, ModelState.FAILED, 0);
        }
        return loaded.isDone()
                ? ModelCards.with(card, ModelState.READY, 1)
                : ModelCards.with(card, ModelState.LOADING, current.progress());
    }

    /// Begins to load it, unless that has been done.
    CompletableFuture<LoadedModel> load() {
        synchronized (this) {
            if (closed) {
                throw Failures.closed();
            }
            ModelThread current = thread;
            if (current == null
                    || current.loaded().isCompletedExceptionally()
                    || current.isClosing()) {
                current = new ModelThread(source, settings);
                thread = current;
            }
            return current.loaded();
        }
    }

    /// The model in memory; the first call loads it, and a failed load is tried again.
    ///
    /// @throws ApiException `DeadlineExceeded`, `UpstreamFailed` with why it cannot be loaded
    LoadedModel loaded(Deadline deadline) {
        deadline.check("load");
        CompletableFuture<LoadedModel> loading = load();
        try {
            return loading.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new ApiException(new DeadlineExceeded("load"), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the thread was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ApiException problem) {
                throw problem;
            }
            throw Failures.loading(source.id().value(), e);
        }
    }

    @Override
    public void close() {
        ModelThread current;
        synchronized (this) {
            closed = true;
            current = thread;
        }
        if (current != null) {
            current.close();
        }
    }
}
