package dev.parlance.dialect.openai.textgen;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.wire.JsonWriter;
import java.util.List;

/// A body that does not have the form its route asks for. Stays within the dialect, which answers
/// it with status 422.
public final class SchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<SchemaFault> faults;

    /// @param faults at least one
    public SchemaException(List<SchemaFault> faults) {
        super(faults.getFirst().message());
        this.faults = List.copyOf(faults);
    }

    /// The complaint about a body that is not JSON.
    public static SchemaException notJson(String why) {
        return new SchemaException(
                List.of(
                        new SchemaFault(
                                "json_invalid",
                                List.of(JsonValue.of("body"), JsonValue.of(0)),
                                "JSON decode error",
                                JsonObject.EMPTY,
                                JsonObject.EMPTY.with("error", JsonValue.of(why)))));
    }

    /// What is wrong with it, in the order of the fields.
    public List<SchemaFault> faults() {
        return faults;
    }

    /// The reply's body: `{"detail": [...]}`.
    public byte[] body() {
        JsonWriter json = new JsonWriter().beginObject().beginArray("detail");
        faults.forEach(fault -> fault.write(json));
        return json.endArray().endObject().toByteArray();
    }
}
