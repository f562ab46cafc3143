package dev.parlance.engine.onnx;

import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Overloaded;
import dev.parlance.core.problem.ApiProblem.Unsupported;
import dev.parlance.core.problem.ApiProblem.UpstreamFailed;
import java.time.Duration;

/// The problems of this engine, as core's exceptions.
final class Failures {
    private static final Duration SOON = Duration.ofSeconds(1);

    private Failures() {}

    /// A model that cannot be loaded.
    static ApiException loading(ModelId model, Throwable cause) {
        return new ApiException(
                new UpstreamFailed(
                        OnnxEngine.NAME,
                        null,
                        "The model '" + model + "' cannot be loaded: " + cause.getMessage()),
                cause);
    }

    /// A computation that failed.
    static ApiException computing(Throwable cause) {
        return new ApiException(
                new UpstreamFailed(OnnxEngine.NAME, null, String.valueOf(cause.getMessage())),
                cause);
    }

    /// A queue that is full.
    static ApiException full(int waiting) {
        return new ApiException(
                new Overloaded(
                        SOON, "Too many texts wait for this model (" + waiting + "). Try again."));
    }

    /// An engine that is being closed.
    static ApiException closed() {
        return new ApiException(new Overloaded(SOON, "The server is shutting down."));
    }

    /// Something that this model cannot do.
    static ApiException unsupported(String param, Capability capability, ModelId model) {
        return new ApiException(new Unsupported(param, capability.phrase(), model.value()));
    }
}
