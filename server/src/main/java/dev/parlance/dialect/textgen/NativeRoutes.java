package dev.parlance.dialect.textgen;

import dev.parlance.core.access.Permission;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatAccumulator;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.LoadOptions;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.NotImplemented;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.http.HttpCall;
import dev.parlance.http.Route;
import dev.parlance.wire.JsonWriter;
import java.util.List;
import java.util.Map;

/// The blocking routes of text-generation-webui's own first API, which bots of 2023 speak: a prompt
/// continued, the model's name, loads. Its chats went with sockets that are not served.
/// Thread-safe.
final class NativeRoutes {
    private static final int MAX_NEW_TOKENS = 1 << 20;
    private static final int MAX_STOPS = 64;

    /// The fields that are sampling parameters here, with other names that bots use for them.
    private static final Map<String, SamplingParameter> PARAMETERS =
            Map.ofEntries(
                    Map.entry("temperature", SamplingParameter.TEMPERATURE),
                    Map.entry("repetition_penalty", SamplingParameter.REPETITION_PENALTY),
                    Map.entry("top_p", SamplingParameter.TOP_P),
                    Map.entry("top_k", SamplingParameter.TOP_K),
                    Map.entry("typical_p", SamplingParameter.TYPICAL_P),
                    Map.entry("typical", SamplingParameter.TYPICAL_P),
                    Map.entry("min_p", SamplingParameter.MIN_P),
                    Map.entry("tfs", SamplingParameter.TFS),
                    Map.entry("top_a", SamplingParameter.TOP_A),
                    Map.entry("epsilon_cutoff", SamplingParameter.EPSILON_CUTOFF),
                    Map.entry("eta_cutoff", SamplingParameter.ETA_CUTOFF),
                    Map.entry("rep_pen", SamplingParameter.REPETITION_PENALTY),
                    Map.entry("presence_pen", SamplingParameter.PRESENCE_PENALTY),
                    Map.entry("frequency_pen", SamplingParameter.FREQUENCY_PENALTY),
                    Map.entry("no_repeat_ngram_size", SamplingParameter.NO_REPEAT_NGRAM_SIZE),
                    Map.entry("mirostat_mode", SamplingParameter.MIROSTAT),
                    Map.entry("mirostat_tau", SamplingParameter.MIROSTAT_TAU),
                    Map.entry("mirostat_eta", SamplingParameter.MIROSTAT_ETA));

    private final Gateway gateway;

    private NativeRoutes(Gateway gateway) {
        this.gateway = gateway;
    }

    static List<Route> of(Gateway gateway) {
        NativeRoutes routes = new NativeRoutes(gateway);
        return List.of(
                Route.post("/api/v1/generate", routes::generate),
                Route.post("/api/v1/chat", NativeRoutes::chat),
                Route.post("/api/v1/stop-stream", routes::stop),
                Route.get("/api/v1/model", routes::name),
                Route.post("/api/v1/model", routes::model));
    }

    private void generate(HttpCall call) {
        CallContext context = call.context();
        CompletionRequest request = request(Body.of(call), context);
        String text;
        try (ChatStream stream = gateway.complete(context, request)) {
            call.onDisconnect(stream::close);
            text = ChatAccumulator.drain(stream).choices().getFirst().text();
        }
        JsonWriter json = new JsonWriter().beginObject().beginArray("results").beginObject();
        Answers.object(call, json.field("text", text).endObject().endArray());
    }

    private static CompletionRequest request(Body body, CallContext context) {
        String prompt = body.text("prompt");
        int usual = body.whole("max_length", 200, 1, MAX_NEW_TOKENS);
        int max = body.whole("max_new_tokens", usual, 1, MAX_NEW_TOKENS);
        List<String> stops =
                body.value("stopping_strings") == null
                        ? List.of()
                        : body.texts("stopping_strings", MAX_STOPS).stream()
                                .filter(stop -> !stop.isEmpty())
                                .toList();
        Sampling sampling = sampling(body);
        body.reportUnread(context.dispositions(), "not read on this old route");
        return new CompletionRequest(
                TokenRoutes.DEFAULT,
                new CompletionPrompt.Text(prompt),
                null,
                false,
                sampling,
                stops,
                1,
                max,
                null,
                JsonObject.EMPTY);
    }

    private static Sampling sampling(Body body) {
        Sampling sampling =
                Sampling.DEFAULT
                        .with(SamplingParameter.TEMPERATURE, 0.5)
                        .with(SamplingParameter.REPETITION_PENALTY, 1.1);
        for (Map.Entry<String, SamplingParameter> entry : PARAMETERS.entrySet()) {
            if (entry.getValue().integral()) {
                Integer value =
                        body.optionalWhole(
                                entry.getKey(),
                                (int) entry.getValue().min(),
                                (int) entry.getValue().max());
                sampling = value == null ? sampling : sampling.with(entry.getValue(), value);
            } else {
                sampling =
                        EditRoute.with(sampling, entry.getValue(), body, entry.getKey(), 1_000_000);
            }
        }
        if (!body.flag("do_sample", true)) {
            sampling = sampling.with(SamplingParameter.TEMPERATURE, 0);
        }
        int seed = body.whole("seed", -1, -1, Integer.MAX_VALUE);
        if (seed >= 0) {
            sampling = sampling.withSeed((long) seed);
        }
        return sampling;
    }

    private static void chat(HttpCall call) {
        throw new ApiException(
                new NotImplemented(
                        "Chats of the first API are not served; use /v1/chat/completions with"
                                + " 'mode' and 'character'."));
    }

    private void stop(HttpCall call) {
        int _ = gateway.operator().stop(call.context());
        Answers.object(call, new JsonWriter().beginObject().field("results", "success"));
    }

    private void name(HttpCall call) {
        Answers.object(call, new JsonWriter().beginObject().field("result", loaded(call)));
    }

    private String loaded(HttpCall call) {
        return gateway.operator()
                .defaultModel(call.context())
                .map(card -> card.id().value())
                .orElse("None");
    }

    private void load(CallContext context, Body body) {
        context.caller().require(Permission.ADMIN);
        ModelId model = ModelLoadRoutes.find(gateway, context, body.text("model_name"));
        LoadOptions options = LoadArguments.read(body.object("args"), context.dispositions());
        gateway.operator().switchTo(context, model, options);
    }

    private void model(HttpCall call) {
        CallContext context = call.context();
        Body body = Body.of(call);
        String action = body.text("action");
        JsonWriter json = new JsonWriter().beginObject();
        switch (action) {
            case "info" -> {
                json.beginObject("result");
                ModelRoutes.describe(gateway, context, json);
                json.endObject();
            }
            case "list" -> {
                context.caller().require(Permission.ADMIN);
                json.beginArray("result");
                gateway.models(context).stream()
                        .map(ModelCard::id)
                        .map(Object::toString)
                        .sorted(NaturalOrder.INSTANCE)
                        .forEach(json::value);
                json.endArray();
            }
            case "load" -> {
                load(context, body);
                json.field("result", loaded(call));
            }
            case "unload" -> {
                gateway.operator().unloadDefault(context);
                json.field("result", loaded(call));
            }
            default ->
                    throw BadField.of(
                            "literal_error",
                            "action",
                            "'action' is none of info, load, list and unload.");
        }
        body.reportUnread(context.dispositions(), "unknown field");
        Answers.object(call, json);
    }
}
