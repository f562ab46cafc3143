package dev.parlance.core.problem;

import org.jspecify.annotations.Nullable;

/// The only exception that crosses a port: a carrier of one [ApiProblem].
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ApiProblem problem;

    /// An exception for this problem, without a cause.
    public ApiException(ApiProblem problem) {
        this(problem, null);
    }

    /// An exception for this problem; the cause is for the log and never for the client.
    public ApiException(ApiProblem problem, @Nullable Throwable cause) {
        super(problem.message(), cause);
        this.problem = problem;
    }

    /// What went wrong.
    public ApiProblem problem() {
        return problem;
    }

    /// Shorthand for the commonest problem: a field that cannot be understood.
    public static ApiException invalid(@Nullable String param, String message) {
        return new ApiException(new ApiProblem.InvalidRequest(param, message));
    }
}
