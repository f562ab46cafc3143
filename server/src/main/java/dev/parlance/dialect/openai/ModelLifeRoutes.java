package dev.parlance.dialect.openai;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.KeepAlive;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.NotFound;
import dev.parlance.http.FrameSink;
import dev.parlance.http.HttpCall;
import dev.parlance.http.Reply;
import dev.parlance.http.Route;
import dev.parlance.http.Route.Access;
import dev.parlance.http.RouteGroup;
import dev.parlance.wire.Json;
import dev.parlance.wire.SseFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/// The routes that load and unload models, for keys with the permission `admin`: below OpenAI's
/// model objects, and as llama.cpp's server has them. Thread-safe.
public final class ModelLifeRoutes {
    private static final String LOAD = "/load";
    private static final String UNLOAD = "/unload";

    private final Gateway gateway;

    private ModelLifeRoutes(Gateway gateway) {
        this.gateway = gateway;
    }

    /// The group `models`.
    public static RouteGroup of(Gateway gateway) {
        ModelLifeRoutes routes = new ModelLifeRoutes(gateway);
        return new RouteGroup(
                "models",
                OpenAiProblems.INSTANCE,
                List.of(
                        admin("/v1/models/{id+}", routes::change),
                        admin("/models/load", call -> routes.named(call, true)),
                        admin("/models/unload", call -> routes.named(call, false))));
    }

    private static Route admin(String path, Route.Handler handler) {
        return new Route("POST", path, Access.ADMIN, handler);
    }

    /// What a load is asked for.
    private record Wish(@Nullable KeepAlive keepAlive, boolean stream) {}

    /// `POST /v1/models/{id}/load` and `.../unload`; ids may have slashes.
    private void change(HttpCall call) throws IOException {
        String path = call.pathParameter("id");
        if (path.endsWith(LOAD)) {
            load(call, path.substring(0, path.length() - LOAD.length()), wish(call));
        } else if (path.endsWith(UNLOAD)) {
            String id = path.substring(0, path.length() - UNLOAD.length());
            call.reply(Reply.json(ModelEncoder.one(unload(call, id))));
        } else {
            throw new ApiException(
                    new NotFound(
                            "There is nothing to POST to a model but /load and /unload behind its"
                                    + " id."));
        }
    }

    private static Wish wish(HttpCall call) {
        byte[] bytes = call.body();
        FieldReader body =
                FieldReader.of("", bytes.length == 0 ? JsonObject.EMPTY : Json.parse(bytes));
        Wish wish = new Wish(KeepAliveDecoder.read(body), body.flag("stream", false));
        body.reportUnread(call.context().dispositions());
        call.context().enforceStrict();
        return wish;
    }

    private void load(HttpCall call, String id, Wish wish) throws IOException {
        Lifeline lifeline = Lifeline.of(call);
        if (!wish.stream()) {
            ModelCard card = lifeline.run(() -> load(call.context(), id, wish, _ -> {}));
            call.reply(Reply.json(ModelEncoder.one(card)));
            return;
        }
        // An unknown model is a plain error still.
        ModelCard known = gateway.model(call.context(), id);
        try {
            FrameSink sink = call.stream("text/event-stream");
            ModelCard card =
                    lifeline.run(() ->
                            load(call.context(), id, wish, told -> progress(sink, known, told)));
            sink.write(SseFrame.encodeJson(ModelEncoder.one(card)));
            sink.write(ChunkFrames.DONE);
            sink.close();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private ModelCard load(CallContext context, String id, Wish wish, DoubleConsumer progress) {
        return gateway.load(context, id, wish.keepAlive(), progress);
    }

    private static void progress(FrameSink sink, ModelCard card, double loaded) {
        try {
            sink.write(SseFrame.encodeJson(ModelEncoder.progress(card, loaded)));
            sink.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ModelCard unload(HttpCall call, String id) throws IOException {
        return Lifeline.of(call).run(() -> gateway.unload(call.context(), id));
    }

    /// `POST /models/load` and `/models/unload` with the model in the body.
    ///
    /// Source: llama.cpp, tools/server/README.md, router mode (2026-11-20)
    private void named(HttpCall call, boolean load) throws IOException {
        FieldReader body = FieldReader.of("", Json.parse(call.body()));
        String id = body.requiredString("model");
        body.reportUnread(call.context().dispositions());
        call.context().enforceStrict();
        if (load) {
            Wish wish = new Wish(null, false);
            ModelCard _ = Lifeline.of(call).run(() -> load(call.context(), id, wish, _ -> {}));
        } else {
            ModelCard _ = unload(call, id);
        }
        call.reply(Reply.json(Json.write(JsonObject.EMPTY.with("success", JsonValue.of(true)))));
    }
}
