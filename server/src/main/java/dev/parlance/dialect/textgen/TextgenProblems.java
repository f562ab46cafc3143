package dev.parlance.dialect.textgen;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
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
import dev.parlance.core.route.Router;
import dev.parlance.http.ProblemRenderer;
import dev.parlance.http.Reply;
import dev.parlance.wire.JsonWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Problems as text-generation-webui tells them: a body that does not fit its schema is a 422 with
/// a list of places, what its framework refuses is `{"detail": "..."}`, and everything else is an
/// object `error`.
///
/// A schema problem is told from others by its code, see [BadField]. Source: the public behaviour
/// of version 4.7.3, observed 2026-11-20.
enum TextgenProblems implements ProblemRenderer {
    INSTANCE;

    private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[(\\d{1,9})]");

    @Override
    public Reply render(ApiProblem problem) {
        return switch (problem) {
            case InvalidRequest p ->
                    BadField.isCode(p.code()) ? schema(p) : error(400, p.param(), p.message());
            case Unauthenticated _ ->
                    detail(401, "Unauthorized").with("WWW-Authenticate", "Bearer");
            case Forbidden p when p.permission().equals("host") ->
                    detail(400, "Invalid host header");
            case Forbidden p when p.permission().equals("origin") -> detail(403, p.message());
            // The original has no rights, only two keys; the wrong one of them is no key.
            case Forbidden _ -> detail(401, "Unauthorized");
            case ModelNotFound(var model) ->
                    model.equals(Router.DEFAULT)
                            ? error(503, null, "No model loaded.")
                            : error(404, "model", problem.message());
            case NotFound _ -> detail(404, "Not Found");
            case MethodNotAllowed p ->
                    detail(405, "Method Not Allowed").with("Allow", String.join(", ", p.allowed()));
            case PayloadTooLarge _ -> detail(413, problem.message());
            case ContextTooLong p -> error(400, p.param(), p.message());
            case Unsupported p -> error(400, p.param(), p.message());
            case ContentFiltered _ -> error(400, null, problem.message());
            case RateLimited p -> later(error(429, null, p.message()), p.retryAfter());
            case BudgetExhausted _ -> error(429, null, problem.message());
            case Overloaded p -> later(error(503, null, p.message()), p.retryAfter());
            case DeadlineExceeded p ->
                    error(p.stage().equals("body") ? 408 : 504, null, p.message());
            case UpstreamFailed _ -> error(502, null, problem.message());
            case NotImplemented _ -> error(501, null, problem.message());
            case Internal _ -> error(500, null, problem.message());
        };
    }

    /// `{"detail": "..."}` with this status.
    static Reply detail(int status, String text) {
        return Reply.json(
                status,
                new JsonWriter().beginObject().field("detail", text).endObject().toByteArray());
    }

    private static Reply error(int status, @Nullable String param, String message) {
        JsonWriter json = new JsonWriter().beginObject().beginObject("error");
        json.field("message", message);
        json.field("type", status >= 500 ? "server_error" : "invalid_request_error");
        json.field("param", param);
        json.nullField("code");
        return Reply.json(status, json.endObject().endObject().toByteArray());
    }

    private static Reply schema(InvalidRequest problem) {
        JsonWriter json = new JsonWriter().beginObject().beginArray("detail").beginObject();
        json.field("type", BadField.type(problem.code()));
        json.field("loc", place(problem));
        boolean broken = BadField.type(problem.code()).equals(BadField.NOT_JSON);
        json.field("msg", broken ? "JSON decode error" : problem.message());
        if (broken) {
            json.beginObject("input").endObject();
            json.beginObject("ctx").field("error", problem.message()).endObject();
        }
        return Reply.json(422, json.endObject().endArray().endObject().toByteArray());
    }

    /// `args.tensor_split[2]` as `["body", "args", "tensor_split", 2]`.
    private static JsonArray place(InvalidRequest problem) {
        List<JsonValue> steps = new ArrayList<>();
        steps.add(JsonValue.of(BadField.isOfQuery(problem.code()) ? "query" : "body"));
        Matcher step = STEP.matcher(problem.param() == null ? "" : problem.param());
        while (step.find()) {
            steps.add(
                    step.group(2) == null
                            ? JsonValue.of(step.group(1))
                            : JsonValue.of(Long.parseLong(step.group(2))));
        }
        if (steps.size() == 1) {
            steps.add(JsonValue.of(0));
        }
        return new JsonArray(steps);
    }

    private static Reply later(Reply reply, Duration after) {
        long seconds = Math.max(1, after.plusMillis(999).toSeconds());
        return reply.with("Retry-After", Long.toString(seconds));
    }
}
