package dev.parlance.engine.llama.grammar;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Values that differ a little from given ones: some still satisfy their schema, some do not.
final class Mutation {
    private final RandomGenerator random;

    Mutation(RandomGenerator random) {
        this.random = random;
    }

    /// The value without numbers that have many digits: validators compute with doubles, and an
    /// output has no exponent where a number has bounds.
    static JsonValue tame(JsonValue value) {
        return switch (value) {
            case JsonNumber(var number) -> new JsonNumber(tame(number));
            case JsonArray(var values) ->
                    new JsonArray(values.stream().map(Mutation::tame).toList());
            case JsonObject(var members) -> {
                Map<String, JsonValue> copy = new LinkedHashMap<>();
                members.forEach((name, member) -> copy.put(name, tame(member)));
                yield new JsonObject(copy);
            }
            case JsonNull _, JsonBoolean _, JsonString _ -> value;
        };
    }

    private static BigDecimal tame(BigDecimal number) {
        BigDecimal plain = number.stripTrailingZeros();
        return plain.precision() > 12 || Math.abs(plain.scale()) > 8 ? BigDecimal.ONE : plain;
    }

    /// A value nearby.
    JsonValue of(JsonValue value) {
        if (random.nextInt(12) == 0) {
            return other();
        }
        return switch (value) {
            case JsonNull _ -> value;
            case JsonBoolean(boolean bool) -> JsonValue.of(!bool);
            case JsonNumber(var number) -> number(number);
            case JsonString(var text) -> JsonValue.of(text(text));
            case JsonArray(var values) -> {
                List<JsonValue> copy = new ArrayList<>(values);
                if (copy.isEmpty()) {
                    copy.add(other());
                } else {
                    int at = random.nextInt(copy.size());
                    switch (random.nextInt(4)) {
                        case 0 -> copy.remove(at);
                        case 1 -> copy.add(at, copy.get(at));
                        default -> copy.set(at, of(copy.get(at)));
                    }
                }
                yield new JsonArray(copy);
            }
            case JsonObject(var members) -> {
                Map<String, JsonValue> copy = new LinkedHashMap<>(members);
                if (!copy.isEmpty()) {
                    String name = List.copyOf(members.keySet()).get(random.nextInt(members.size()));
                    if (random.nextInt(4) == 0) {
                        copy.remove(name);
                    } else {
                        copy.put(name, of(members.get(name)));
                    }
                }
                yield new JsonObject(copy);
            }
        };
    }

    private JsonValue number(BigDecimal number) {
        BigDecimal changed =
                switch (random.nextInt(5)) {
                    case 0 -> number.add(BigDecimal.ONE);
                    case 1 -> number.subtract(BigDecimal.ONE);
                    case 2 -> number.negate();
                    case 3 -> number.movePointLeft(1);
                    default -> BigDecimal.valueOf(random.nextInt(-3000, 3000), random.nextInt(3));
                };
        return new JsonNumber(tame(changed));
    }

    private String text(String text) {
        String letters = "abxyABC019-.\"\\/é😀 ";
        int[] all = letters.codePoints().toArray();
        String c = Character.toString(all[random.nextInt(all.length)]);
        if (text.isEmpty()) {
            return c;
        }
        int at = text.offsetByCodePoints(0, random.nextInt(text.codePointCount(0, text.length())));
        int end = text.offsetByCodePoints(at, 1);
        return switch (random.nextInt(3)) {
            case 0 -> text.substring(0, at) + text.substring(end);
            case 1 -> text.substring(0, at) + c + text.substring(at);
            default -> text.substring(0, at) + c + text.substring(end);
        };
    }

    private JsonValue other() {
        return switch (random.nextInt(6)) {
            case 0 -> JsonNull.INSTANCE;
            case 1 -> JsonValue.of(true);
            case 2 -> JsonValue.of(7);
            case 3 -> JsonValue.of("red");
            case 4 -> JsonValue.array();
            default -> JsonObject.EMPTY;
        };
    }
}
