package dev.parlance.engine.scripted;

import dev.parlance.core.problem.ApiProblem;
import dev.parlance.core.problem.ApiProblem.BudgetExhausted;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import dev.parlance.core.problem.ApiProblem.Forbidden;
import dev.parlance.core.problem.ApiProblem.Internal;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import dev.parlance.core.problem.ApiProblem.NotFound;
import dev.parlance.core.problem.ApiProblem.Overloaded;
import dev.parlance.core.problem.ApiProblem.RateLimited;
import dev.parlance.core.problem.ApiProblem.Unauthenticated;
import dev.parlance.core.problem.ApiProblem.UpstreamFailed;
import dev.parlance.engine.scripted.Reply.Fault;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The decoder of what goes wrong in a reply.
final class FaultReader {
    private static final int MOST_TOKENS = 1 << 20;

    private FaultReader() {}

    static Fault read(ScriptNode node) {
        long kinds =
                Stream.of("status", "cut-after", "stall-after", "malformed-tool-call")
                        .filter(node::has)
                        .count();
        Fault fault = kinds == 1 ? fault(node) : null;
        if (fault == null) {
            throw node.wrong(
                    "status",
                    "a fault is one of 'status', 'cut-after', 'stall-after' and"
                            + " 'malformed-tool-call: true'");
        }
        node.end();
        return fault;
    }

    private static @Nullable Fault fault(ScriptNode node) {
        Integer status = node.number("status", 400, 599);
        if (status != null) {
            Duration retryAfter = node.duration("retry-after", Duration.ofSeconds(1));
            String message = node.text("message", "The script refuses this call.");
            return new Fault.Refuse(problem(node, status, retryAfter, message));
        }
        Integer cut = node.number("cut-after", 0, MOST_TOKENS);
        if (cut != null) {
            return new Fault.Cut(cut);
        }
        Integer stall = node.number("stall-after", 0, MOST_TOKENS);
        if (stall != null) {
            return new Fault.Stall(stall, node.duration("for"));
        }
        return Boolean.TRUE.equals(node.flag("malformed-tool-call"))
                ? new Fault.MalformedToolCall()
                : null;
    }

    /// The problem that dialects render with this status.
    private static ApiProblem problem(
            ScriptNode node, int status, Duration retryAfter, String message) {
        return switch (status) {
            case 400 -> new InvalidRequest(null, message);
            case 401 -> new Unauthenticated(message);
            case 402 -> new BudgetExhausted("the script");
            case 403 -> new Forbidden("script", message);
            case 404 -> new NotFound(message);
            case 429 -> new RateLimited(retryAfter, "the script");
            case 500 -> new Internal("scripted");
            case 502 -> new UpstreamFailed(ScriptedEngine.NAME, null, message);
            case 503 -> new Overloaded(retryAfter, message);
            case 504 -> new DeadlineExceeded("script");
            default ->
                    throw node.wrong(
                            "status",
                            "write one of 400, 401, 402, 403, 404, 429, 500, 502, 503, 504");
        };
    }
}
