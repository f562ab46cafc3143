package dev.parlance.dialect.textgen;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.model.AdapterCard;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.LoadOptions;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelState;
import dev.parlance.http.HttpCall;
import dev.parlance.http.Route;
import dev.parlance.http.Route.Access;
import dev.parlance.wire.JsonWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// What is loaded and what could be. The loaded model is the one that answers to `default`: it is
/// told even while it waits on disk for its first request. Thread-safe.
final class ModelRoutes {
    private static final String NOTHING = "None";

    private final Gateway gateway;

    private ModelRoutes(Gateway gateway) {
        this.gateway = gateway;
    }

    static List<Route> of(Gateway gateway) {
        ModelRoutes models = new ModelRoutes(gateway);
        return List.of(
                Route.get("/v1/internal/model/info", models::info),
                new Route("GET", "/v1/internal/model/list", Access.ADMIN, models::list));
    }

    private void info(HttpCall call) {
        JsonWriter json = new JsonWriter().beginObject();
        describe(gateway, call.context(), json);
        Answers.object(call, json);
    }

    /// The members that tell of the loaded model.
    static void describe(Gateway gateway, CallContext context, JsonWriter json) {
        Optional<ModelCard> loaded = gateway.operator().defaultModel(context);
        json.field("model_name", loaded.map(card -> card.id().value()).orElse(NOTHING));
        json.beginArray("lora_names");
        loaded.ifPresent(card ->
                adapters(gateway, context, card).forEach(adapter -> json.value(adapter.name())));
        json.endArray();
        json.field("loader", loaded.map(ModelRoutes::loader).orElse(null));
        if (loaded.isPresent()) {
            Integer length = loaded.get().contextLength();
            if (length == null) {
                json.nullField("context_length");
            } else {
                json.field("context_length", length);
            }
            gateway.operator()
                    .options(context, loaded.get().id())
                    .ifPresent(options -> loaderArgs(json, options));
            json.field("state", loaded.get().state().name().toLowerCase(Locale.ROOT));
        }
    }

    /// By what it is loaded, in the words of `args`.
    private static void loaderArgs(JsonWriter json, LoadOptions options) {
        json.beginObject("loader_args");
        int slots = Objects.requireNonNullElse(options.slots(), 1);
        json.field(
                "ctx_size", Objects.requireNonNullElse(options.contextTokens(), 0) * (long) slots);
        json.field("parallel", slots);
        json.field("threads", Objects.requireNonNullElse(options.threads(), 0));
        json.field("batch_size", Objects.requireNonNullElse(options.batchTokens(), 0));
        json.field("no_mmap", !Objects.requireNonNullElse(options.memoryMap(), true));
        json.field("gpu_layers", Objects.requireNonNullElse(options.gpuLayers(), -1));
        if (options.gpuSplit() != null) {
            json.field("split_mode", options.gpuSplit().name().toLowerCase(Locale.ROOT));
        }
        json.endObject();
    }

    /// Those of a model in memory; asking must not bring one there.
    private static List<AdapterCard> adapters(
            Gateway gateway, CallContext context, ModelCard card) {
        return card.state() == ModelState.READY && card.can(Capability.LORA)
                ? gateway.adapters(context, card.id()).stream()
                        .filter(adapter -> adapter.scale() != 0)
                        .toList()
                : List.of();
    }

    private static String loader(ModelCard card) {
        return card.engine().equals("llama") ? "llama.cpp" : card.engine();
    }

    private void list(HttpCall call) {
        JsonWriter json = new JsonWriter().beginObject().beginArray("model_names");
        gateway.models(call.context()).stream()
                .map(card -> card.id().value())
                .sorted(NaturalOrder.INSTANCE)
                .forEach(json::value);
        Answers.object(call, json.endArray());
    }
}
