package dev.parlance.dialect.openai;

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

/// Problems in text-generation-webui's shapes: an error object for what a request asks, `detail`
/// for what the server's frame refuses.
///
/// What it answers with an empty stream or a bare text is an error object here.
enum TextgenProblems implements ProblemRenderer {
    CURRENT("\n"),
    NOV_2023("\r\n");

    private final String newline;

    TextgenProblems(String newline) {
        this.newline = newline;
    }

    @Override
    public Reply render(ApiProblem problem) {
        return switch (problem) {
            case Unauthenticated _ ->
                    detail(401, "Unauthorized").with("WWW-Authenticate", "Bearer");
            case Forbidden p when p.permission().equals("host") ->
                    detail(400, "Invalid host header");
            case Forbidden p when p.permission().equals("origin") -> detail(403, p.message());
            // The original has no rights, only two keys; the wrong one of them is no key.
            case Forbidden _ -> detail(401, "Unauthorized");
            case NotFound _ -> detail(404, "Not Found");
            case MethodNotAllowed p ->
                    detail(405, "Method Not Allowed").with("Allow", String.join(", ", p.allowed()));
            case RateLimited p -> again(error(p, 429, null), p.retryAfter());
            case Overloaded p -> again(error(p, 503, null), p.retryAfter());
            case InvalidRequest _,
                    ModelNotFound _,
                    PayloadTooLarge _,
                    ContextTooLong _,
                    Unsupported _,
                    ContentFiltered _,
                    BudgetExhausted _,
                    DeadlineExceeded _,
                    UpstreamFailed _,
                    NotImplemented _,
                    Internal _ ->
                    error(problem, status(problem), param(problem));
        };
    }

    @Override
    public byte[] frame(ApiProblem problem) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes("data: ".getBytes(StandardCharsets.US_ASCII));
        frame.writeBytes(body(problem, status(problem), param(problem)));
        frame.writeBytes(newline.repeat(2).getBytes(StandardCharsets.US_ASCII));
        return frame.toByteArray();
    }

    private static int status(ApiProblem problem) {
        return switch (problem) {
            case InvalidRequest _, ContextTooLong _, Unsupported _, ContentFiltered _ -> 400;
            case Unauthenticated _, Forbidden _ -> 401;
            case NotFound _ -> 404;
            case ModelNotFound p -> isDefault(p) ? 503 : 404;
            case MethodNotAllowed _ -> 405;
            case PayloadTooLarge _ -> 413;
            case RateLimited _, BudgetExhausted _ -> 429;
            // Whoever sends too slowly is told so; every other stage is the server's.
            case DeadlineExceeded p -> p.stage().equals("body") ? 408 : 504;
            case Internal _ -> 500;
            case NotImplemented _ -> 501;
            case UpstreamFailed _ -> 502;
            case Overloaded _ -> 503;
        };
    }

    private static @Nullable String param(ApiProblem problem) {
        return switch (problem) {
            case InvalidRequest p -> p.param();
            case ContextTooLong p -> p.param();
            case Unsupported p -> p.param();
            case ModelNotFound p -> isDefault(p) ? null : "model";
            case Unauthenticated _,
                    Forbidden _,
                    NotFound _,
                    MethodNotAllowed _,
                    PayloadTooLarge _,
                    RateLimited _,
                    BudgetExhausted _,
                    DeadlineExceeded _,
                    Internal _,
                    NotImplemented _,
                    UpstreamFailed _,
                    ContentFiltered _,
                    Overloaded _ ->
                    null;
        };
    }

    /// True when the model that answers whoever names none is missing.
    private static boolean isDefault(ModelNotFound problem) {
        return problem.model().equals(LocalFields.DEFAULT_MODEL);
    }

    private static Reply detail(int status, String detail) {
        return Reply.json(
                status,
                new JsonWriter().beginObject().field("detail", detail).endObject().toByteArray());
    }

    private static Reply error(ApiProblem problem, int status, @Nullable String param) {
        return Reply.json(status, body(problem, status, param));
    }

    private static byte[] body(ApiProblem problem, int status, @Nullable String param) {
        boolean unloaded = problem instanceof ModelNotFound missing && isDefault(missing);
        JsonWriter json = new JsonWriter().beginObject().beginObject("error");
        json.field("message", unloaded ? "No model loaded." : problem.message());
        json.field("type", status >= 500 ? "server_error" : "invalid_request_error");
        json.field("param", param);
        json.nullField("code");
        return json.endObject().endObject().toByteArray();
    }

    private static Reply again(Reply reply, Duration after) {
        // Whole seconds, rounded up: coming back early would be refused again.
        long seconds = Math.max(1, after.plusMillis(999).toSeconds());
        return reply.with("Retry-After", Long.toString(seconds));
    }
}
