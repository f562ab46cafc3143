package dev.parlance.dialect.openai.textgen;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of one request while they are rewritten; a `null` counts as absent. For one thread.
final class Members {
    private final Map<String, JsonValue> members;

    Members(JsonObject body) {
        this.members = new LinkedHashMap<>(body.members());
    }

    /// True when the field is there, with `null` too.
    boolean has(String name) {
        return members.containsKey(name);
    }

    @Nullable JsonValue get(String name) {
        JsonValue value = members.get(name);
        return value instanceof JsonNull ? null : value;
    }

    @Nullable BigDecimal number(String name) {
        return get(name) instanceof JsonNumber(BigDecimal digits) ? digits : null;
    }

    /// True when the number is there and above this bound.
    boolean above(String name, long bound) {
        BigDecimal digits = number(name);
        return digits != null && digits.compareTo(BigDecimal.valueOf(bound)) > 0;
    }

    /// True when the field is there and true.
    boolean flag(String name) {
        return get(name) instanceof JsonBoolean(boolean flag) && flag;
    }

    void put(String name, JsonValue value) {
        members.put(name, value);
    }

    void remove(String name) {
        members.remove(name);
    }

    JsonObject toObject() {
        return new JsonObject(members);
    }
}
