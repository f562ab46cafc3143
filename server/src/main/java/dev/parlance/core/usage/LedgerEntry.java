package dev.parlance.core.usage;

import dev.parlance.core.problem.ApiProblem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One call, written once: at finish, failure or close, whichever comes first.
///
/// @param requestId the call's id
/// @param startedAt when the gateway was entered
/// @param callerId who called
/// @param operation what was asked for
/// @param requestModel the name the caller wrote
/// @param responseModel the model that answered; `null` when none was reached
/// @param engine the engine that answered; `null` when none was reached
/// @param usage the tokens
/// @param timings the durations
/// @param outcome how it ended
/// @param failure the problem's kind when it failed, else `null`
public record LedgerEntry(
        String requestId,
        Instant startedAt,
        String callerId,
        Operation operation,
        String requestModel,
        @Nullable String responseModel,
        @Nullable String engine,
        Usage usage,
        Timings timings,
        Outcome outcome,
        ApiProblem.@Nullable Kind failure) {

    /// How a call ended.
    public enum Outcome {
        /// The reply was complete.
        FINISHED,
        /// The caller left, or closed the stream, before the end.
        CANCELLED,
        /// A problem ended it.
        FAILED
    }
}
