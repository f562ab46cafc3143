package dev.parlance.core.model;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How strongly one adapter is to work, by its number or its name.
///
/// @param id the adapter's number, or `null` when it is named
/// @param name the adapter's name, or `null` when its number is given
/// @param scale from -[#MAX_SCALE] to [#MAX_SCALE]; 0 for not at all
public record AdapterUse(@Nullable Integer id, @Nullable String name, double scale) {
    /// The request field, in extensions.
    public static final String FIELD = "lora";

    /// The greatest scale.
    public static final double MAX_SCALE = 100;

    public AdapterUse {
        if ((id == null) == (name == null)) {
            throw new IllegalArgumentException("an adapter has a number or a name");
        }
        if (!(Math.abs(scale) <= MAX_SCALE)) {
            throw new IllegalArgumentException("no scale: " + scale);
        }
    }

    /// These as the value of an extension.
    public static JsonValue write(List<AdapterUse> uses) {
        List<JsonValue> values = new ArrayList<>();
        for (AdapterUse use : uses) {
            Map<String, JsonValue> members = new LinkedHashMap<>();
            if (use.name != null) {
                members.put("name", JsonValue.of(use.name));
            } else if (use.id != null) {
                members.put("id", JsonValue.of(use.id));
            }
            members.put("scale", JsonValue.of(use.scale));
            values.add(new JsonObject(members));
        }
        return new JsonArray(values);
    }

    /// What these extensions say, or `null` when they say nothing.
    public static @Nullable List<AdapterUse> read(JsonObject extensions) {
        if (!(extensions.get(FIELD) instanceof JsonArray(List<JsonValue> values))) {
            return null;
        }
        List<AdapterUse> uses = new ArrayList<>();
        for (JsonValue value : values) {
            JsonObject use = (JsonObject) value;
            uses.add(
                    new AdapterUse(
                            use.get("id") instanceof JsonNumber(var id) ? id.intValue() : null,
                            use.get("name") instanceof JsonString(var name) ? name : null,
                            use.get("scale") instanceof JsonNumber(var scale)
                                    ? scale.doubleValue()
                                    : 1));
        }
        return uses;
    }
}
