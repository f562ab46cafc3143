package dev.parlance.telemetry;

import dev.parlance.core.problem.ApiProblem;
import dev.parlance.http.Reply;
import dev.parlance.http.Route;
import dev.parlance.http.RouteGroup;
import dev.parlance.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The routes for those who run the server: `/health`, `/ready` and `/metrics`.
///
/// `/health` says 200 as long as the process answers at all; `/ready` says 200 or 503; both are
/// open. `/metrics` wants a key unless it is opened.
public final class OperationsRoutes {
    private OperationsRoutes() {}

    /// The routes.
    ///
    /// @param readiness asked for every `/ready`, hence cheap
    /// @param openMetrics true to serve `/metrics` without a key
    public static RouteGroup of(
            Metrics metrics, Supplier<Readiness> readiness, boolean openMetrics) {
        Route.Access access = openMetrics ? Route.Access.OPEN : Route.Access.KEY;
        return new RouteGroup(
                "operations",
                OperationsRoutes::render,
                List.of(
                        new Route(
                                "GET",
                                "/health",
                                Route.Access.OPEN,
                                call -> call.reply(status(200, "ok", ""))),
                        new Route(
                                "GET",
                                "/ready",
                                Route.Access.OPEN,
                                call -> call.reply(ready(readiness.get()))),
                        new Route("GET", "/metrics", access, call -> call.reply(scrape(metrics)))));
    }

    private static Reply ready(Readiness readiness) {
        return readiness.ready()
                ? status(200, "ready", "")
                : status(503, "not ready", readiness.reason()).with("Retry-After", "1");
    }

    private static Reply status(int code, String status, String reason) {
        JsonWriter json = new JsonWriter().beginObject().field("status", status);
        if (!reason.isEmpty()) {
            json.field("reason", reason);
        }
        return Reply.json(code, json.endObject().toByteArray());
    }

    private static Reply scrape(Metrics metrics) {
        return new Reply(
                200,
                Map.of(),
                "text/plain; version=0.0.4; charset=utf-8",
                metrics.scrape().getBytes(StandardCharsets.UTF_8));
    }

    private static Reply render(ApiProblem problem) {
        int code =
                switch (problem) {
                    case ApiProblem.Unauthenticated _ -> 401;
                    case ApiProblem.Forbidden _ -> 403;
                    case ApiProblem.ModelNotFound _, ApiProblem.NotFound _ -> 404;
                    case ApiProblem.MethodNotAllowed _ -> 405;
                    case ApiProblem.PayloadTooLarge _ -> 413;
                    case ApiProblem.RateLimited _, ApiProblem.BudgetExhausted _ -> 429;
                    case ApiProblem.Internal _ -> 500;
                    case ApiProblem.NotImplemented _ -> 501;
                    case ApiProblem.UpstreamFailed _ -> 502;
                    case ApiProblem.Overloaded _ -> 503;
                    case ApiProblem.DeadlineExceeded _ -> 504;
                    case ApiProblem.InvalidRequest _,
                            ApiProblem.ContextTooLong _,
                            ApiProblem.Unsupported _,
                            ApiProblem.ContentFiltered _ ->
                            400;
                };
        Reply reply =
                Reply.json(
                        code,
                        new JsonWriter()
                                .beginObject()
                                .field("error", problem.message())
                                .endObject()
                                .toByteArray());
        return switch (problem) {
            case ApiProblem.MethodNotAllowed(_, var allowed) ->
                    reply.with("Allow", String.join(", ", allowed));
            case ApiProblem.Unauthenticated _ -> reply.with("WWW-Authenticate", "Bearer");
            default -> reply;
        };
    }
}
