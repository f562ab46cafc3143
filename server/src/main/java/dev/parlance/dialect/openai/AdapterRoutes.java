package dev.parlance.dialect.openai;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.model.AdapterCard;
import dev.parlance.core.model.AdapterUse;
import dev.parlance.core.model.ModelId;
import dev.parlance.http.HttpCall;
import dev.parlance.http.Reply;
import dev.parlance.http.Route;
import dev.parlance.http.Route.Access;
import dev.parlance.wire.Json;
import dev.parlance.wire.JsonWriter;
import java.util.List;
import java.util.Objects;

/// The routes that load, list, scale and remove LoRA adapters: listing and scaling as llama.cpp's
/// server does it, loading and removing as vLLM does. All but listing want an administrator.
///
/// Thread-safe.
final class AdapterRoutes {
    private static final int MAX_PATH = 1024;

    private final Gateway gateway;

    private AdapterRoutes(Gateway gateway) {
        this.gateway = gateway;
    }

    static List<Route> of(Gateway gateway) {
        AdapterRoutes adapters = new AdapterRoutes(gateway);
        return List.of(
                Route.get("/lora-adapters", adapters::list),
                new Route("POST", "/lora-adapters", Access.ADMIN, adapters::scale),
                new Route("POST", "/v1/load_lora_adapter", Access.ADMIN, adapters::load),
                new Route("POST", "/v1/unload_lora_adapter", Access.ADMIN, adapters::remove));
    }

    private void list(HttpCall call) {
        reply(call, gateway.adapters(call.context(), model(call)));
    }

    private void scale(HttpCall call) {
        CallContext context = call.context();
        List<AdapterUse> uses = AdapterFields.uses("body", Json.parse(call.body()));
        gateway.scaleAdapters(context, model(call), uses);
        reply(call, gateway.adapters(context, model(call)));
    }

    private void load(HttpCall call) {
        CallContext context = call.context();
        FieldReader body = FieldReader.of("", Json.parse(call.body()));
        ModelId model = LocalFields.model(body);
        String name = body.requiredString("lora_name");
        JsonValue path = body.required("lora_path");
        Double scale = body.number("scale", -AdapterUse.MAX_SCALE, AdapterUse.MAX_SCALE);
        String file = FieldReader.text("lora_path", path);
        if (file.length() > MAX_PATH) {
            throw Faults.tooLong("lora_path", MAX_PATH, file.length());
        }
        body.reportUnread(context.dispositions());
        AdapterCard card =
                gateway.loadAdapter(
                        context, model, name, file, Objects.requireNonNullElse(scale, 0.0));
        reply(call, List.of(card));
    }

    private void remove(HttpCall call) {
        CallContext context = call.context();
        FieldReader body = FieldReader.of("", Json.parse(call.body()));
        ModelId model = LocalFields.model(body);
        String name = body.requiredString("lora_name");
        body.reportUnread(context.dispositions());
        gateway.removeAdapter(context, model, name);
        reply(call, gateway.adapters(context, model));
    }

    /// The model of a request whose body is an array.
    private static ModelId model(HttpCall call) {
        return call.query("model")
                .filter(name -> !name.isBlank() && name.length() <= ModelId.MAX_LENGTH)
                .map(ModelId::new)
                .orElse(new ModelId(LocalFields.DEFAULT_MODEL));
    }

    private static void reply(HttpCall call, List<AdapterCard> cards) {
        JsonWriter json = new JsonWriter().beginArray();
        for (AdapterCard card : cards) {
            json.beginObject();
            json.field("id", card.id());
            json.field("name", card.name());
            json.field("path", card.path());
            json.field("scale", card.scale());
            json.endObject();
        }
        call.reply(Reply.json(json.endArray().toByteArray()));
    }
}
