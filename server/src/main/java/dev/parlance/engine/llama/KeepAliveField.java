package dev.parlance.engine.llama;

import dev.parlance.core.access.Permission;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.KeepAlive;
import dev.parlance.core.problem.ApiException;
import org.jspecify.annotations.Nullable;

/// The request field `keep_alive`: how long the model stays in memory after this request. Only
/// callers who may load and unload models have a say in it.
final class KeepAliveField {
    private static final String NAME = KeepAlive.FIELD;

    private KeepAliveField() {}

    /// What the request says, or null when it says nothing or has no say.
    ///
    /// @throws ApiException `InvalidRequest` when it is no time
    static @Nullable KeepAlive read(CallContext context, JsonObject extensions) {
        JsonValue value = extensions.get(NAME);
        if (value == null || value == JsonNull.INSTANCE) {
            return null;
        }
        KeepAlive keepAlive;
        try {
            keepAlive = KeepAlive.read(value);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid(NAME, "'" + NAME + "' " + e.getMessage() + ".");
        }
        if (!context.caller().permissions().contains(Permission.ADMIN)) {
            context.dispositions().ignored(NAME, "this key lacks the permission admin");
            return null;
        }
        return keepAlive;
    }
}
