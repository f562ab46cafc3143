package dev.parlance.dialect.openai;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.AdapterUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How strongly adapters work: the field `lora` of requests, and the body that sets it for all, in
/// the form of llama.cpp's server.
final class AdapterFields {
    private static final int MAX_ADAPTERS = 64;
    private static final int MAX_NAME = 256;

    private AdapterFields() {}

    /// These extensions and the field, which engines with adapters read.
    static JsonObject extensions(FieldReader body, JsonObject others) {
        JsonValue value = body.value(AdapterUse.FIELD);
        return value == null
                ? others
                : others.with(AdapterUse.FIELD, AdapterUse.write(uses(AdapterUse.FIELD, value)));
    }

    /// The adapters of an array of objects with `id` or `name`, and `scale`.
    static List<AdapterUse> uses(String path, JsonValue value) {
        List<AdapterUse> uses = new ArrayList<>();
        List<JsonValue> elements = FieldReader.elements(path, value, MAX_ADAPTERS);
        for (int i = 0; i < elements.size(); i++) {
            FieldReader use = FieldReader.of(path + "[" + i + "]", elements.get(i));
            Integer id = use.integer("id", 0, Integer.MAX_VALUE);
            @Nullable String name = use.string("name", MAX_NAME);
            if ((id == null) == (name == null)) {
                throw Faults.value(path + "[" + i + "]", "it has either 'id' or 'name'.");
            }
            Double scale = use.number("scale", -AdapterUse.MAX_SCALE, AdapterUse.MAX_SCALE);
            uses.add(new AdapterUse(id, name, Objects.requireNonNullElse(scale, 1.0)));
        }
        return uses;
    }
}
