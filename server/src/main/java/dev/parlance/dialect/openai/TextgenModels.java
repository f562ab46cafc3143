package dev.parlance.dialect.openai;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.model.ModelCard;
import dev.parlance.wire.JsonWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The lists of models that text-generation-webui's clients get: the loaded one, which answers to
/// `default`, first.
///
/// @param loadedOnly true to leave the others out
/// @param dummies true to add two ids of OpenAI's that old programs look for
public record TextgenModels(boolean loadedOnly, boolean dummies) {
    /// All models and nothing else.
    public static final TextgenModels USUAL = new TextgenModels(false, false);

    private static final List<String> DUMMIES = List.of("gpt-3.5-turbo", "text-embedding-ada-002");

    /// The same with the dummies.
    TextgenModels withDummies() {
        return new TextgenModels(loadedOnly, true);
    }

    byte[] list(Gateway gateway, CallContext context) {
        Set<String> ids = new LinkedHashSet<>();
        gateway.operator().defaultModel(context).ifPresent(card -> ids.add(card.id().value()));
        if (!loadedOnly) {
            for (ModelCard card : gateway.models(context)) {
                ids.add(card.id().value());
            }
        }
        if (dummies) {
            ids.addAll(DUMMIES);
        }
        JsonWriter json = new JsonWriter().beginObject();
        json.field("object", "list").beginArray("data");
        ids.forEach(id -> model(json, id));
        return json.endArray().endObject().toByteArray();
    }

    /// The object of this id, whether there is such a model or not: that is what is expected.
    static byte[] one(String id) {
        JsonWriter json = new JsonWriter();
        model(json, id);
        return json.toByteArray();
    }

    private static void model(JsonWriter json, String id) {
        json.beginObject();
        json.field("id", id);
        json.field("object", "model");
        json.field("created", 0);
        json.field("owned_by", "user");
        json.endObject();
    }
}
