package dev.parlance.dialect.openai;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.KeepAlive;
import org.jspecify.annotations.Nullable;

/// The field `keep_alive`, known from Ollama: how long the model stays in memory after the request.
final class KeepAliveDecoder {
    private KeepAliveDecoder() {}

    /// What the request says, or `null`.
    ///
    /// @throws dev.parlance.core.problem.ApiException `InvalidRequest` when it is no time
    static @Nullable KeepAlive read(FieldReader body) {
        JsonValue value = body.value(KeepAlive.FIELD);
        if (value == null) {
            return null;
        }
        try {
            return KeepAlive.read(value);
        } catch (IllegalArgumentException e) {
            throw Faults.value(body.at(KeepAlive.FIELD), "it " + e.getMessage() + ".");
        }
    }

    /// These extensions and the field, which engines that load models read.
    static JsonObject extensions(FieldReader body, JsonObject others) {
        KeepAlive keepAlive = read(body);
        return keepAlive == null
                ? others
                : others.with(KeepAlive.FIELD, JsonValue.of(keepAlive.toString()));
    }

    /// The field alone.
    static JsonObject extensions(FieldReader body) {
        return extensions(body, JsonObject.EMPTY);
    }
}
