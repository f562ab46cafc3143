package dev.parlance.dialect.openai.textgen;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The messages of a request under text-generation-webui's profiles: its complaints, and the roles
/// that it passes over.
public final class Conversation {
    private static final String FIELD = "messages";
    private static final Set<String> ROLES =
            Set.of("user", "assistant", "system", "developer", "tool");

    private Conversation() {}

    /// The body with the messages that count. What is no list of objects is left to the decoder.
    ///
    /// @throws ApiException `InvalidRequest` in text-generation-webui's words
    public static JsonObject checked(JsonObject body, Dispositions dispositions) {
        if (!(body.get(FIELD) instanceof JsonArray(List<JsonValue> messages))) {
            return body;
        }
        List<JsonValue> kept = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            JsonValue value = messages.get(i);
            if (!(value instanceof JsonObject message) || isKnown(message)) {
                kept.add(value);
            } else {
                dispositions.ignored(FIELD + "[" + i + "].role", "unknown; the message is dropped");
            }
        }
        if (kept.isEmpty() && !messages.isEmpty()) {
            throw refused("messages: none has a known role");
        }
        return body.with(FIELD, new JsonArray(kept));
    }

    /// False for a message that is dropped.
    private static boolean isKnown(JsonObject message) {
        JsonValue role = message.get("role");
        if (role == null || role instanceof JsonNull) {
            throw refused("messages: missing role");
        }
        if (!(role instanceof JsonString(var word))) {
            return true;
        }
        if (word.equals("function")) {
            throw refused("role: function is not supported.");
        }
        if (!ROLES.contains(word)) {
            return false;
        }
        content(message, word);
        return true;
    }

    private static void content(JsonObject message, String role) {
        JsonValue content = message.get("content");
        if (content == null || content instanceof JsonNull) {
            boolean calls =
                    role.equals("assistant")
                            && message.get("tool_calls") instanceof JsonArray(var values)
                            && !values.isEmpty();
            if (!calls) {
                throw refused("messages: missing content");
            }
        }
        if (content instanceof JsonArray(List<JsonValue> items)) {
            items.forEach(Conversation::item);
        }
    }

    private static void item(JsonValue value) {
        if (!(value instanceof JsonObject item)
                || !(item.get("type") instanceof JsonString(var type))) {
            throw refused("messages: invalid content item format");
        }
        switch (type) {
            case "text" -> {
                if (!(item.get("text") instanceof JsonString)) {
                    throw refused("messages: missing text in content item");
                }
            }
            case "image_url" -> {
                if (item.get("image_url") == null || item.get("image_url") instanceof JsonNull) {
                    throw refused("messages: missing image_url in content item");
                }
            }
            default -> throw refused("messages: unsupported content type");
        }
    }

    private static ApiException refused(String message) {
        return ApiException.invalid(FIELD, message);
    }
}
