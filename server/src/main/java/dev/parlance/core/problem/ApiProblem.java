package dev.parlance.core.problem;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing that went wrong with a call, with what its client needs to know.
///
/// Every dialect renders these with an exhaustive `switch`, so that a new variant breaks the build
/// of each dialect until it is handled. Messages say what was wrong, the value (never a secret) and
/// what to do; they carry no stack, path or address.
public sealed interface ApiProblem {

    /// The sentence that the client reads.
    String message();

    /// Whose fault it is; drives log level, metric and retry.
    Kind kind();

    /// Whose fault a problem is.
    enum Kind {
        /// The request is wrong; the same request fails again.
        CLIENT,
        /// The caller has used up what it may use.
        QUOTA,
        /// The server is full or slow; the same request may succeed later.
        CAPACITY,
        /// A provider behind this server failed.
        UPSTREAM,
        /// A defect here.
        INTERNAL
    }

    /// A request that cannot be understood; `param` names the field, `code` is OpenAI's word for
    /// it.
    record InvalidRequest(@Nullable String param, String message, @Nullable String code)
            implements ApiProblem {
        public InvalidRequest(@Nullable String param, String message) {
            this(param, message, null);
        }

        @Override
        public Kind kind() {
            return Kind.CLIENT;
        }
    }

    /// No credential, or one that is not known.
    record Unauthenticated(String message) implements ApiProblem {
        @Override
        public Kind kind() {
            return Kind.CLIENT;
        }
    }

    /// A known caller that lacks the named permission.
    record Forbidden(String permission, String message) implements ApiProblem {
        @Override
        public Kind kind() {
            return Kind.CLIENT;
        }
    }

    /// No model of this name, or none that this caller may see.
    record ModelNotFound(String model) implements ApiProblem {
        @Override
        public String message() {
            return "The model '"
                    + model
                    + "' does not exist or you do not have access to it."
                    + " List what is served with GET /v1/models.";
        }

        @Override
        public Kind kind() {
            return Kind.CLIENT;
        }
    }

    /// No such route or object.
    record NotFound(String message) implements ApiProblem {
        @Override
        public Kind kind() {
            return Kind.CLIENT;
        }
    }

    /// The route exists, the method does not; `allowed` goes into the `Allow` header.
    record MethodNotAllowed(String method, List<String> allowed) implements ApiProblem {
        public MethodNotAllowed {
            allowed = List.copyOf(allowed);
        }

        @Override
        public String message() {
            return "Not allowed to "
                    + method
                    + " here; allowed: "
                    + String.join(", ", allowed)
                    + ".";
        }

        @Override
        public Kind kind() {
            return Kind.CLIENT;
        }
    }

    /// A body larger than the limit, in bytes.
    record PayloadTooLarge(long limitBytes) implements ApiProblem {
        @Override
        public String message() {
            return "The request body is larger than the limit of " + limitBytes + " bytes.";
        }

        @Override
        public Kind kind() {
            return Kind.CLIENT;
        }
    }

    /// Input that does not fit the model's context; counts are in tokens.
    record ContextTooLong(@Nullable String param, int tokens, int limit) implements ApiProblem {
        @Override
        public String message() {
            return "This model's maximum context length is "
                    + limit
                    + " tokens, but the request needs "
                    + tokens
                    + " tokens. Shorten the input or ask for fewer output tokens.";
        }

        @Override
        public Kind kind() {
            return Kind.CLIENT;
        }
    }

    /// A well-formed wish that the resolved model cannot fulfil; `capability` is what it lacks.
    record Unsupported(@Nullable String param, String capability, String model)
            implements ApiProblem {
        @Override
        public String message() {
            return "The model '" + model + "' does not support " + capability + ".";
        }

        @Override
        public Kind kind() {
            return Kind.CLIENT;
        }
    }

    /// Input or output refused by a moderation rule.
    record ContentFiltered(String message) implements ApiProblem {
        @Override
        public Kind kind() {
            return Kind.CLIENT;
        }
    }

    /// Too many requests or tokens in a period; `scope` names the limit that was hit.
    record RateLimited(Duration retryAfter, String scope) implements ApiProblem {
        @Override
        public String message() {
            return "Rate limit reached for "
                    + scope
                    + ". Try again in "
                    + Math.max(1, retryAfter.toSeconds())
                    + " s.";
        }

        @Override
        public Kind kind() {
            return Kind.QUOTA;
        }
    }

    /// A budget that is used up; `scope` names it.
    record BudgetExhausted(String scope) implements ApiProblem {
        @Override
        public String message() {
            return "The budget of " + scope + " is used up.";
        }

        @Override
        public Kind kind() {
            return Kind.QUOTA;
        }
    }

    /// The server is full; the client may try again after `retryAfter`.
    record Overloaded(Duration retryAfter, String message) implements ApiProblem {
        @Override
        public Kind kind() {
            return Kind.CAPACITY;
        }
    }

    /// The deadline passed while the call was in `stage` ("queue", "prefill", "decode", ...).
    record DeadlineExceeded(String stage) implements ApiProblem {
        @Override
        public String message() {
            return "The request ran out of time in the stage '" + stage + "'.";
        }

        @Override
        public Kind kind() {
            return Kind.CAPACITY;
        }
    }

    /// A provider that failed; `status` is its HTTP status, or `null` when there was none.
    record UpstreamFailed(String provider, @Nullable Integer status, String message)
            implements ApiProblem {
        @Override
        public Kind kind() {
            return Kind.UPSTREAM;
        }
    }

    /// A known operation of the dialect that this server does not offer (yet).
    record NotImplemented(String message) implements ApiProblem {
        @Override
        public Kind kind() {
            return Kind.CLIENT;
        }
    }

    /// A defect; the details are in the log under the incident id and nowhere else.
    record Internal(String incidentId) implements ApiProblem {
        @Override
        public String message() {
            return "The server met an unexpected condition. Incident " + incidentId + ".";
        }

        @Override
        public Kind kind() {
            return Kind.INTERNAL;
        }
    }
}
