package dev.parlance.core.prompt;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.prompt.Value.Bool;
import dev.parlance.core.prompt.Value.Callable;
import dev.parlance.core.prompt.Value.Dict;
import dev.parlance.core.prompt.Value.Generator;
import dev.parlance.core.prompt.Value.Int;
import dev.parlance.core.prompt.Value.Items;
import dev.parlance.core.prompt.Value.ListValue;
import dev.parlance.core.prompt.Value.Namespace;
import dev.parlance.core.prompt.Value.None;
import dev.parlance.core.prompt.Value.Real;
import dev.parlance.core.prompt.Value.Str;
import dev.parlance.core.prompt.Value.Tuple;
import dev.parlance.core.prompt.Value.Undefined;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Values as truth, as a sequence, as a type name, and from JSON.
final class Conversion {

    private Conversion() {}

    /// The value of a JSON tree; numbers written without a fraction are integers.
    static Value fromJson(Execution run, JsonValue json) {
        return switch (json) {
            case JsonNull _ -> None.NONE;
            case JsonBoolean(boolean value) -> Value.of(value);
            case JsonNumber(BigDecimal value) -> number(value);
            case JsonString(String value) -> new Str(value);
            case JsonArray(List<JsonValue> values) -> {
                run.enter();
                ListValue list = new ListValue(List.of());
                for (JsonValue value : values) {
                    list.items().add(fromJson(run, value));
                }
                run.leave();
                yield list;
            }
            case JsonObject object -> {
                run.enter();
                Dict dict = new Dict();
                object.members()
                        .forEach((key, value) -> dict.put(new Str(key), fromJson(run, value)));
                run.leave();
                yield dict;
            }
        };
    }

    private static Value number(BigDecimal value) {
        boolean whole = value.scale() == 0 && value.unscaledValue().bitLength() <= Numbers.MAX_BITS;
        return whole ? new Int(value.unscaledValue()) : new Real(value.doubleValue());
    }

    static boolean truth(Value value) {
        return switch (value) {
            case Undefined _ -> false;
            case None _ -> false;
            case Bool(boolean on) -> on;
            case Int(var number) -> number.signum() != 0;
            case Real(double number) -> number != 0;
            case Str(String text) -> !text.isEmpty();
            case Items items -> !items.items().isEmpty();
            case Dict dict -> dict.size() > 0;
            case Generator _ -> true;
            case Namespace _ -> true;
            case Callable _ -> true;
        };
    }

    /// The name of the Python type, for messages.
    static String typeName(Value value) {
        return switch (value) {
            case Undefined _ -> "an undefined value";
            case None _ -> "None";
            case Bool _ -> "bool";
            case Int _ -> "int";
            case Real _ -> "float";
            case Str _ -> "str";
            case ListValue _ -> "list";
            case Tuple _ -> "tuple";
            case Dict _ -> "dict";
            case Generator _ -> "generator";
            case Namespace _ -> "namespace";
            case Callable callable -> "function '" + callable.name() + "'";
        };
    }

    /// The elements that a loop over this value sees; a copy, safe from changes of the original.
    static List<Value> iterate(Execution run, Value value) {
        return switch (value) {
            case Undefined _ -> List.of();
            case Items items -> {
                run.items(items.items().size());
                yield List.copyOf(items.items());
            }
            case Generator generator -> generator.drain();
            case Dict dict -> keys(run, dict);
            case Str(String text) -> characters(run, text);
            case None _, Bool _, Int _, Real _, Namespace _, Callable _ ->
                    throw run.failure(typeName(value) + " is not iterable");
        };
    }

    private static List<Value> characters(Execution run, String text) {
        run.items(text.length());
        List<Value> characters = new ArrayList<>(text.length());
        int at = 0;
        while (at < text.length()) {
            int next = text.offsetByCodePoints(at, 1);
            characters.add(new Str(text.substring(at, next)));
            at = next;
        }
        return characters;
    }

    static List<Value> keys(Execution run, Dict dict) {
        run.items(dict.size());
        List<Value> keys = new ArrayList<>(dict.size());
        dict.slots().forEachRemaining(slot -> keys.add(slot.key()));
        return keys;
    }

    static List<Value> values(Execution run, Dict dict) {
        run.items(dict.size());
        List<Value> values = new ArrayList<>(dict.size());
        dict.slots().forEachRemaining(slot -> values.add(slot.value()));
        return values;
    }

    /// The `(key, value)` pairs of a mapping.
    static List<Value> pairs(Execution run, Dict dict) {
        run.items(Math.multiplyExact(2L, dict.size()));
        List<Value> pairs = new ArrayList<>(dict.size());
        dict.slots().forEachRemaining(slot -> pairs.add(new Tuple(slot.key(), slot.value())));
        return pairs;
    }

    /// A new list of these, paid for.
    static ListValue list(Execution run, List<Value> items) {
        run.items(items.size());
        return new ListValue(items);
    }

    /// A key that a mapping takes.
    static Value key(Execution run, Value key) {
        return switch (key) {
            case Str _, Int _, Real _, Bool _, None _ -> key;
            case Undefined _, Items _, Generator _, Dict _, Namespace _, Callable _ ->
                    throw run.failure(typeName(key) + " cannot be a key");
        };
    }

    /// Adds all of `source`, a mapping or pairs, to `target`.
    static void update(Execution run, Dict target, Value source) {
        if (source instanceof Dict dict) {
            Iterator<Value> pairs = pairs(run, dict).iterator();
            while (pairs.hasNext()) {
                put(run, target, pairs.next());
            }
            return;
        }
        for (Value pair : iterate(run, source)) {
            put(run, target, pair);
        }
    }

    private static void put(Execution run, Dict target, Value pair) {
        List<Value> both = iterate(run, pair);
        if (both.size() != 2) {
            throw run.failure("a mapping takes pairs, got " + both.size() + " elements");
        }
        run.items(1);
        target.put(key(run, both.get(0)), both.get(1));
    }
}
