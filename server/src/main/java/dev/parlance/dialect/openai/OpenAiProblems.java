package dev.parlance.dialect.openai;

import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.problem.ApiProblem;
import dev.parlance.core.problem.ApiProblem.BudgetExhausted;
import dev.parlance.core.problem.ApiProblem.ContentFiltered;
import dev.parlance.core.problem.ApiProblem.ContextTooLong;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import dev.parlance.core.problem.ApiProblem.Forbidden;
import dev.parlance.core.problem.ApiProblem.Internal;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import dev.parlance.core.problem.ApiProblem.MethodNotAllowed;
import dev.parlance.core.problem.ApiProblem.ModelNotFound;
import dev.parlance.core.problem.ApiProblem.NotFound;
import dev.parlance.core.problem.ApiProblem.NotImplemented;
import dev.parlance.core.problem.ApiProblem.Overloaded;
import dev.parlance.core.problem.ApiProblem.PayloadTooLarge;
import dev.parlance.core.problem.ApiProblem.RateLimited;
import dev.parlance.core.problem.ApiProblem.Unauthenticated;
import dev.parlance.core.problem.ApiProblem.Unsupported;
import dev.parlance.core.problem.ApiProblem.UpstreamFailed;
import dev.parlance.http.ProblemRenderer;
import dev.parlance.http.Reply;
import dev.parlance.wire.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Problems in OpenAI's shape: `{"error": {"message", "type", "param", "code"}}`.
///
/// Types and codes are OpenAI's own where it has the case. `x-should-retry: false`, which OpenAI's
/// clients obey, marks the statuses that they would otherwise try again in vain. Source: OpenAI's
/// OpenAPI document, version 2.3.0, schema `Error`, checked 2026-11-20.
public enum OpenAiProblems implements ProblemRenderer {
    INSTANCE;

    private static final String INVALID = "invalid_request_error";
    private static final String SERVER = "server_error";

    /// What the four members and the status say; [#header] is one extra header, or `null`.
    private record Shape(
            int status,
            String type,
            @Nullable String param,
            @Nullable String code,
            @Nullable String header,
            @Nullable String value) {
        Shape(int status, String type, @Nullable String param, @Nullable String code) {
            this(status, type, param, code, null, null);
        }
    }

    @Override
    public Reply render(ApiProblem problem) {
        Shape shape = shape(problem);
        Reply reply = Reply.json(shape.status(), body(problem, shape));
        return shape.header() == null || shape.value() == null
                ? reply
                : reply.with(shape.header(), shape.value());
    }

    @Override
    public byte[] frame(ApiProblem problem) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes("data: ".getBytes(StandardCharsets.US_ASCII));
        frame.writeBytes(body(problem, shape(problem)));
        frame.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
        return frame.toByteArray();
    }

    @Override
    public ProblemRenderer under(CompatProfile profile) {
        return switch (profile) {
            case TEXTGEN -> TextgenProblems.CURRENT;
            case TEXTGEN_2023 -> TextgenProblems.NOV_2023;
            case OPENAI, H2OGPT, LLMSTUDIO_0_3, LLMSTUDIO_1 -> this;
        };
    }

    private static byte[] body(ApiProblem problem, Shape shape) {
        JsonWriter json = new JsonWriter().beginObject().beginObject("error");
        json.field("message", problem.message());
        json.field("type", shape.type());
        json.field("param", shape.param());
        json.field("code", shape.code());
        return json.endObject().endObject().toByteArray();
    }

    private static Shape shape(ApiProblem problem) {
        return switch (problem) {
            case InvalidRequest p -> new Shape(400, INVALID, p.param(), p.code());
            case Unauthenticated _ ->
                    new Shape(401, INVALID, null, "invalid_api_key", "WWW-Authenticate", "Bearer");
            case Forbidden _ -> new Shape(403, INVALID, null, "insufficient_permissions");
            case ModelNotFound _ -> new Shape(404, INVALID, "model", "model_not_found");
            case NotFound _ -> new Shape(404, INVALID, null, "not_found");
            case MethodNotAllowed p ->
                    new Shape(
                            405,
                            INVALID,
                            null,
                            "method_not_allowed",
                            "Allow",
                            String.join(", ", p.allowed()));
            case PayloadTooLarge _ -> new Shape(413, INVALID, null, "request_too_large");
            case ContextTooLong p -> new Shape(400, INVALID, p.param(), "context_length_exceeded");
            case Unsupported p -> new Shape(400, INVALID, p.param(), "unsupported_parameter");
            case ContentFiltered _ -> new Shape(400, INVALID, null, "content_filter");
            case RateLimited p -> again(429, "requests", "rate_limit_exceeded", p.retryAfter());
            case BudgetExhausted _ -> noRetry(429, "insufficient_quota", "insufficient_quota");
            case Overloaded p -> again(503, SERVER, "overloaded", p.retryAfter());
            // Whoever sends too slowly is told so; every other stage is the server's.
            case DeadlineExceeded p ->
                    p.stage().equals("body")
                            ? new Shape(408, INVALID, null, "timeout")
                            : new Shape(504, SERVER, null, "timeout");
            case UpstreamFailed _ -> new Shape(502, SERVER, null, "upstream_error");
            case NotImplemented _ -> noRetry(501, INVALID, "not_implemented");
            case Internal _ -> new Shape(500, SERVER, null, "internal_error");
        };
    }

    private static Shape again(int status, String type, String code, Duration after) {
        // Whole seconds, rounded up: coming back early would be refused again.
        long seconds = Math.max(1, after.plusMillis(999).toSeconds());
        return new Shape(status, type, null, code, "Retry-After", Long.toString(seconds));
    }

    private static Shape noRetry(int status, String type, String code) {
        return new Shape(status, type, null, code, "x-should-retry", "false");
    }
}
