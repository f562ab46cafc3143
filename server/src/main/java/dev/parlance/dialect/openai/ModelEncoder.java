package dev.parlance.dialect.openai;

import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelLife;
import dev.parlance.core.model.ModelState;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.wire.JsonWriter;
import java.util.List;
import java.util.Locale;

/// Model cards as OpenAI's `model` objects; what OpenAI has no member for is under `parlance`.
final class ModelEncoder {
    private ModelEncoder() {}

    static byte[] list(List<ModelCard> cards) {
        JsonWriter json = new JsonWriter().beginObject();
        json.field("object", "list");
        json.beginArray("data");
        cards.forEach(card -> model(json, card));
        return json.endArray().endObject().toByteArray();
    }

    static byte[] one(ModelCard card) {
        JsonWriter json = new JsonWriter();
        model(json, card);
        return json.toByteArray();
    }

    /// How far the load of this model has come.
    static byte[] progress(ModelCard card, double loaded) {
        JsonWriter json = new JsonWriter().beginObject();
        json.field("id", card.id().value());
        json.field("object", "model.load");
        json.field("state", word(ModelState.LOADING));
        json.field("progress", loaded);
        return json.endObject().toByteArray();
    }

    private static void model(JsonWriter json, ModelCard card) {
        json.beginObject();
        json.field("id", card.id().value());
        json.field("object", "model");
        json.field("created", card.created().getEpochSecond());
        json.field("owned_by", card.ownedBy());
        json.beginObject("parlance");
        json.field("engine", card.engine());
        json.field("state", word(card.state()));
        json.field("progress", card.progress());
        if (card.contextLength() == null) {
            json.nullField("context_length");
        } else {
            json.field("context_length", card.contextLength());
        }
        if (card.life() != null) {
            life(json, card.life());
        }
        json.beginArray("capabilities");
        card.capabilities().stream().sorted().map(ModelEncoder::capability).forEach(json::value);
        json.endArray();
        json.beginArray("sampling");
        card.sampling().stream().sorted().map(SamplingParameter::wireName).forEach(json::value);
        json.endArray();
        json.endObject();
        json.endObject();
    }

    private static void life(JsonWriter json, ModelLife life) {
        json.beginObject("life");
        json.field("memory_bytes", life.memoryBytes());
        json.field("running", life.running());
        if (life.lastUsed() == null) {
            json.nullField("last_used");
        } else {
            json.field("last_used", life.lastUsed().getEpochSecond());
        }
        json.field("keep_alive", life.keepAlive().toString());
        if (life.problem() != null) {
            json.field("problem", life.problem());
        }
        json.endObject();
    }

    private static String capability(Capability capability) {
        return word(capability);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
