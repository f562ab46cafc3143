package dev.parlance.core.schedule;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import dev.parlance.core.problem.ApiProblem.Overloaded;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The bounded, fair entrance to every model.
///
/// Each model has a lane of its own. A full lane queues calls, callers taking turns, so that one
/// caller with a thousand calls delays another's single call by one place and no more. A full queue
/// refuses at once.
///
/// Thread-safe.
public final class Admission {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final AdmissionLimits limits;
    private final Map<ModelId, Lane> lanes = new ConcurrentHashMap<>();

    /// An entrance with the same limits for every model.
    public Admission(AdmissionLimits limits) {
        this.limits = limits;
    }

    /// Waits for a place with this model; lanes are kept, so `model` must be a resolved id.
    ///
    /// @return a permit that the caller closes
    /// @throws ApiException `Overloaded` when the queue is full, the wait took too long or the
    ///   waiting thread was interrupted; `DeadlineExceeded` when the call's own time ran out
    public Permit enter(CallContext context, ModelId model) {
        context.deadline().check("queue");
        Lane lane = lanes.computeIfAbsent(model, _ -> new Lane(limits));
        long start = System.nanoTime();
        Duration remaining = context.deadline().remaining();
        boolean ownDeadline = remaining.compareTo(limits.maxWait()) <= 0;
        Duration patience = ownDeadline ? remaining : limits.maxWait();
        switch (lane.enter(context.caller().id(), patience)) {
            case ADMITTED -> {}
            case QUEUE_FULL ->
                    throw overloaded("The model '" + model + "' is busy and its queue is full.");
            case TIMED_OUT -> {
                if (ownDeadline) {
                    throw new ApiException(new DeadlineExceeded("queue"));
                }
                throw overloaded("The model '" + model + "' is busy; the wait took too long.");
            }
            case INTERRUPTED -> throw overloaded("The wait for the model was broken off.");
        }
        return new Permit(Duration.ofNanos(System.nanoTime() - start), lane::leave);
    }

    /// How many calls run now, over all models.
    public int active() {
        return lanes.values().stream().mapToInt(Lane::active).sum();
    }

    /// How many calls wait now, over all models.
    public int queued() {
        return lanes.values().stream().mapToInt(Lane::queued).sum();
    }

    private static ApiException overloaded(String message) {
        return new ApiException(new Overloaded(RETRY_AFTER, message));
    }
}
