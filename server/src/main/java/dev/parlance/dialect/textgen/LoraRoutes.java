package dev.parlance.dialect.textgen;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.model.AdapterCard;
import dev.parlance.core.model.AdapterUse;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.http.HttpCall;
import dev.parlance.http.Route;
import dev.parlance.http.Route.Access;
import dev.parlance.wire.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The LoRA adapters of the default model: those on disk, and those that work on every request. A
/// list that is applied takes the place of the one before, as a whole or not at all. Thread-safe.
final class LoraRoutes {
    private static final int MAX_NAMES = 64;
    private static final String SUFFIX = ".gguf";
    private static final String FAILED = "Failed to apply the LoRA(s).";

    private final Gateway gateway;

    private LoraRoutes(Gateway gateway) {
        this.gateway = gateway;
    }

    static List<Route> of(Gateway gateway) {
        LoraRoutes routes = new LoraRoutes(gateway);
        return List.of(
                new Route("GET", "/v1/internal/lora/list", Access.ADMIN, routes::list),
                new Route("POST", "/v1/internal/lora/load", Access.ADMIN, routes::load),
                new Route("POST", "/v1/internal/lora/unload", Access.ADMIN, routes::unload));
    }

    private void list(HttpCall call) {
        JsonWriter json = new JsonWriter().beginObject().beginArray("lora_names");
        CallContext context = call.context();
        gateway
                .operator()
                .defaultModel(context)
                .filter(card -> card.can(Capability.LORA))
                .map(card -> gateway.operator().adapterFiles(context, card.id()))
                .orElse(List.of())
                .stream()
                .map(LoraRoutes::name)
                .sorted(NaturalOrder.INSTANCE)
                .forEach(json::value);
        Answers.object(call, json.endArray());
    }

    private void load(HttpCall call) {
        Body body = Body.of(call);
        Set<String> names = new LinkedHashSet<>();
        body.texts("lora_names", MAX_NAMES).forEach(text -> names.add(name(text)));
        body.reportUnread(call.context().dispositions(), "unknown field");
        call.context().enforceStrict();
        ModelId model = gateway.model(call.context(), TokenRoutes.DEFAULT.value()).id();
        try {
            apply(call.context(), model, names);
            Answers.ok(call);
        } catch (ApiException e) {
            ModelLoadRoutes.failed(call, FAILED, 400, e);
        }
    }

    /// The body plays no part.
    private void unload(HttpCall call) {
        CallContext context = call.context();
        gateway.operator()
                .defaultModel(context)
                .filter(card -> card.can(Capability.LORA))
                .ifPresent(card -> apply(context, card.id(), Set.of()));
        Answers.ok(call);
    }

    private void apply(CallContext context, ModelId model, Set<String> names) {
        List<String> before =
                gateway.adapters(context, model).stream().map(AdapterCard::name).toList();
        List<String> added = new ArrayList<>();
        try {
            for (String name : names) {
                if (!before.contains(name)) {
                    // Works on nothing until all are there.
                    AdapterCard _ = gateway.loadAdapter(context, model, name, name + SUFFIX, 0);
                    added.add(name);
                }
            }
        } catch (RuntimeException e) {
            added.forEach(name -> gateway.removeAdapter(context, model, name));
            throw e;
        }
        List<AdapterUse> uses = new ArrayList<>();
        names.forEach(name -> uses.add(new AdapterUse(null, name, 1)));
        gateway.scaleAdapters(context, model, uses);
        before.stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> gateway.removeAdapter(context, model, name));
    }

    private static String name(String file) {
        return file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : file;
    }
}
