package dev.parlance.dialect.openai.textgen;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.wire.JsonWriter;
import java.util.List;

/// One complaint about the form of a body, in the words of FastAPI's replies of status 422.
///
/// @param type the kind of complaint, e.g. `float_parsing`
/// @param location the way to the value: names and indices, `body` first
/// @param message a sentence without a full stop
/// @param input the value
/// @param context what the message speaks of, mostly empty
public record SchemaFault(
        String type,
        List<JsonValue> location,
        String message,
        JsonValue input,
        JsonObject context) {
    // Values larger than this are not sent back; a body may have megabytes.
    private static final int MAX_INPUT_BYTES = 4096;

    public SchemaFault {
        location = List.copyOf(location);
    }

    /// A complaint without a context.
    public SchemaFault(String type, List<JsonValue> location, String message, JsonValue input) {
        this(type, location, message, input, JsonObject.EMPTY);
    }

    void write(JsonWriter json) {
        json.beginObject();
        json.field("type", type);
        json.beginArray("loc");
        location.forEach(json::value);
        json.endArray();
        json.field("msg", message);
        json.field("input", small(input) ? input : JsonNull.INSTANCE);
        if (!context.members().isEmpty()) {
            json.field("ctx", context);
        }
        json.endObject();
    }

    private static boolean small(JsonValue value) {
        return new JsonWriter().value(value).toByteArray().length <= MAX_INPUT_BYTES;
    }
}
