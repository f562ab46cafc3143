package dev.parlance.engine.llama;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Overloaded;
import dev.parlance.core.problem.ApiProblem.UpstreamFailed;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

/// The problems of this engine, as core's exceptions.
final class Failures {
    private static final Duration SOON = Duration.ofSeconds(1);

    private Failures() {}

    /// A wait that was interrupted; the thread stays interrupted.
    static CancellationException interrupted() {
        Thread.currentThread().interrupt();
        return new CancellationException("the thread was interrupted");
    }

    /// A file that is refused or cannot be loaded.
    static ApiException loading(String model, ExecutionException failure) {
        return loading(model, cause(failure));
    }

    /// The same.
    static ApiException loading(String model, Throwable cause) {
        return new ApiException(
                new UpstreamFailed(
                        LlamaEngine.NAME,
                        null,
                        "The model '" + model + "' cannot be loaded: " + cause.getMessage()),
                cause);
    }

    /// A computation that failed.
    static ApiException computing(Throwable cause) {
        return new ApiException(
                new UpstreamFailed(LlamaEngine.NAME, null, String.valueOf(cause.getMessage())),
                cause);
    }

    /// A computation that failed on another thread.
    static ApiException computing(ExecutionException failure) {
        return computing(cause(failure));
    }

    private static Throwable cause(ExecutionException failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : cause;
    }

    /// A queue that is full.
    static ApiException full(String model) {
        return new ApiException(
                new Overloaded(
                        SOON, "The model '" + model + "' has too many requests. Try again later."));
    }

    /// An engine that is being closed.
    static ApiException closed() {
        return new ApiException(new Overloaded(SOON, "The server is shutting down."));
    }

    /// For a request that waited while an adapter that it wants was removed.
    static ApiException adapterGone() {
        return ApiException.invalid("lora", "An adapter of this request was removed meanwhile.");
    }
}
