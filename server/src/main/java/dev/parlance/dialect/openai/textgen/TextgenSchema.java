package dev.parlance.dialect.openai.textgen;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The form of request bodies: each known field converted to what it takes, `null` taken for
/// absence where it may be, everything else left as it is.
public final class TextgenSchema {
    private static final int MAX_FAULTS = 64;

    private TextgenSchema() {}

    /// The body in this form.
    ///
    /// A `null` that may be stays, so that it can be told from absence.
    ///
    /// @throws SchemaException with everything that is wrong
    public static JsonObject read(JsonValue body, List<TextgenField> fields) {
        JsonValue root = JsonValue.of("body");
        if (!(body instanceof JsonObject(Map<String, JsonValue> given))) {
            throw new SchemaException(
                    List.of(
                            new SchemaFault(
                                    "model_attributes_type",
                                    List.of(root),
                                    "Input should be a valid dictionary or object to extract"
                                            + " fields from",
                                    body)));
        }
        List<SchemaFault> faults = new ArrayList<>();
        Coercion coercion = new Coercion(faults);
        Map<String, JsonValue> members = new LinkedHashMap<>(given);
        for (TextgenField field : fields) {
            List<JsonValue> at = List.of(root, JsonValue.of(field.name()));
            JsonValue value = members.get(field.name());
            if (value == null) {
                if (!field.nullable() && field.usual() == null) {
                    faults.add(new SchemaFault("missing", at, "Field required", body));
                }
            } else if (!(value instanceof JsonNull && field.nullable())) {
                JsonValue converted = coercion.convert(field.kind(), value, at);
                members.put(field.name(), converted == null ? value : converted);
            }
            if (faults.size() >= MAX_FAULTS) {
                break;
            }
        }
        if (!faults.isEmpty()) {
            throw new SchemaException(faults);
        }
        return new JsonObject(members);
    }
}
