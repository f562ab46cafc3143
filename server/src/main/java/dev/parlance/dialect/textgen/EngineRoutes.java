package dev.parlance.dialect.textgen;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.model.LoadOptions;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.model.ModelState;
import dev.parlance.core.problem.ApiException;
import dev.parlance.http.HttpCall;
import dev.parlance.http.Reply;
import dev.parlance.http.Route;
import dev.parlance.wire.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The engines of OpenAI's first API: models by another name. Asking for one loads it, as the
/// original does. Thread-safe.
final class EngineRoutes {
    private static final Set<String> DUMMIES = Set.of("gpt-3.5-turbo", "text-embedding-ada-002");
    private static final String NOTHING = "None";

    private final Gateway gateway;

    private EngineRoutes(Gateway gateway) {
        this.gateway = gateway;
    }

    static List<Route> of(Gateway gateway) {
        EngineRoutes engines = new EngineRoutes(gateway);
        return List.of(
                Route.get("/v1/engines", engines::list),
                Route.get("/v1/engines/{id+}", engines::load));
    }

    private void list(HttpCall call) {
        CallContext context = call.context();
        Map<String, Boolean> engines = new LinkedHashMap<>();
        Optional<ModelCard> loaded = gateway.operator().defaultModel(context);
        engines.put(loaded.map(card -> card.id().value()).orElse(NOTHING), loaded.isPresent());
        for (ModelCard card : gateway.models(context)) {
            engines.putIfAbsent(card.id().value(), card.state() == ModelState.READY);
        }
        JsonWriter json = new JsonWriter().beginObject();
        json.field("object", "list").beginArray("data");
        engines.forEach((id, ready) -> engine(json, id, "user", ready));
        Answers.object(call, json.endArray());
    }

    /// Loads the model of this name, unless it is the loaded one or a name that stands for any.
    private void load(HttpCall call) {
        CallContext context = call.context();
        String name = call.pathParameter("id");
        if (!DUMMIES.contains(name)) {
            refuseForeignPages(call);
            ModelId id = gateway.model(context, find(context, name)).id();
            boolean loaded =
                    gateway.operator()
                            .defaultModel(context)
                            .filter(card -> card.id().equals(id))
                            .isPresent();
            if (!loaded) {
                gateway.operator().switchTo(context, id, LoadOptions.NONE);
            }
        }
        JsonWriter json = new JsonWriter();
        engine(json, name, "self", true);
        call.reply(Reply.json(json.toByteArray()));
    }

    private String find(CallContext context, String name) {
        return ModelLoadRoutes.find(gateway, context, name).value();
    }

    /// A `GET` that changes something: no page of another site may have it sent by an image.
    private static void refuseForeignPages(HttpCall call) {
        String site = call.header("sec-fetch-site").orElse("none");
        if (site.equals("cross-site") || site.equals("same-site")) {
            throw ApiException.invalid(
                    null, "Models are not loaded for pages of other sites; POST to load them.");
        }
    }

    private static void engine(JsonWriter json, String id, String owner, boolean ready) {
        json.beginObject();
        json.field("id", id);
        json.field("object", "engine");
        json.field("owner", owner);
        json.field("ready", ready);
        json.endObject();
    }
}
