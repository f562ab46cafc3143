package dev.parlance.transcript;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import java.util.List;

/// One line of `events.jsonl`, read field by field with plain defaults.
record Line(JsonObject object) {

    boolean has(String name) {
        return object.get(name) != null;
    }

    String text(String name) {
        return object.get(name) instanceof JsonString(String text) ? text : null;
    }

    int number(String name) {
        return object.get(name) instanceof JsonNumber(var number) ? number.intValueExact() : 0;
    }

    double decimal(String name) {
        return object.get(name) instanceof JsonNumber(var number)
                ? number.doubleValue()
                : Double.NaN;
    }

    boolean flag(String name) {
        return object.get(name) instanceof JsonBoolean(boolean flag) && flag;
    }

    List<JsonValue> list(String name) {
        return object.get(name) instanceof JsonArray(var values) ? values : List.of();
    }

    List<String> texts(String name) {
        return list(name).stream().map(value -> ((JsonString) value).value()).toList();
    }

    List<Line> lines(String name) {
        return list(name).stream().map(value -> new Line((JsonObject) value)).toList();
    }
}
