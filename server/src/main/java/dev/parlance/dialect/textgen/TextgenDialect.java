package dev.parlance.dialect.textgen;

import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.store.UsageBook;
import dev.parlance.http.HttpCall;
import dev.parlance.http.Route;
import dev.parlance.http.RouteGroup;
import dev.parlance.wire.JsonWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The routes that text-generation-webui has beside OpenAI's. Those that OpenAI has too are served
/// by `dialect.openai`, in this product's shapes under its compat profiles.
public final class TextgenDialect {
    private TextgenDialect() {}

    /// The group `textgen`.
    ///
    /// @param usage what callers used, for billing
    /// @param clock tells when an edit was made
    public static RouteGroup routes(Gateway gateway, UsageBook usage, InstantSource clock) {
        List<Route> routes = new ArrayList<>();
        routes.add(Route.get("/v1/internal/health", TextgenDialect::health));
        routes.addAll(TokenRoutes.of(gateway));
        routes.add(LogitsRoute.of(gateway));
        routes.add(Route.post("/v1/internal/stop-generation", call -> stop(gateway, call)));
        routes.addAll(ModelRoutes.of(gateway));
        routes.addAll(ModelLoadRoutes.of(gateway));
        routes.addAll(LoraRoutes.of(gateway));
        routes.addAll(EngineRoutes.of(gateway));
        routes.add(EditRoute.of(gateway, clock));
        routes.addAll(NativeRoutes.of(gateway));
        routes.addAll(BillingRoutes.of(usage));
        return new RouteGroup("textgen", TextgenProblems.INSTANCE, routes);
    }

    /// The body plays no part, whatever it is.
    private static void stop(Gateway gateway, HttpCall call) {
        int _ = gateway.operator().stop(call.context());
        Answers.ok(call);
    }

    private static void health(HttpCall call) {
        Answers.object(call, new JsonWriter().beginObject().field("status", "ok"));
    }
}
