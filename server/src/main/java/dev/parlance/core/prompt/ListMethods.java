package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Arguments.Bound;
import dev.parlance.core.prompt.Value.Items;
import dev.parlance.core.prompt.Value.ListValue;
import dev.parlance.core.prompt.Value.None;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Python's methods of lists; `index` and `count` serve tuples too.
final class ListMethods {

    private static final Map<String, Builtin> BY_NAME = new HashMap<>();

    static {
        changing("append", "object", (run, items, a) -> add(run, items, a.required("object")));
        changing(
                "extend",
                "iterable",
                (run, items, a) -> {
                    List<Value> more = Conversion.iterate(run, a.required("iterable"));
                    run.items(more.size());
                    items.addAll(more);
                });
        changing("insert", "index object", ListMethods::insert);
        changing("remove", "value", ListMethods::remove);
        changing("reverse", "", (run, items, a) -> Collections.reverse(items));
        changing("clear", "", (run, items, a) -> items.clear());
        changing("sort", "reverse", ListMethods::sort);
        reading("copy", "", (run, items, a) -> Conversion.list(run, items));
        reading("pop", "index", ListMethods::pop);
        reading("index", "value", ListMethods::index);
        reading("count", "value", ListMethods::count);
    }

    private interface Change {
        void apply(Execution run, List<Value> items, Bound arguments);
    }

    private interface Reading {
        Value apply(Execution run, List<Value> items, Bound arguments);
    }

    private ListMethods() {}

    static @Nullable Builtin named(String name) {
        return BY_NAME.get(name);
    }

    private static void changing(String name, String parameters, Change change) {
        reading(
                name,
                parameters,
                (run, items, a) -> {
                    change.apply(run, items, a);
                    return None.NONE;
                });
    }

    private static void reading(String name, String parameters, Reading reading) {
        BY_NAME.put(
                name,
                Builtin.of(
                        name,
                        parameters,
                        (run, self, a) -> {
                            List<Value> items = ((Items) self).items();
                            // Every method may walk or shift the whole list, but append does not.
                            run.charge(name.equals("append") ? 1 : 1 + items.size() / 4);
                            return reading.apply(run, items, a);
                        }));
    }

    private static void add(Execution run, List<Value> items, Value value) {
        run.items(1);
        items.add(value);
    }

    private static void insert(Execution run, List<Value> items, Bound a) {
        run.items(1);
        int at = a.integer("index");
        int position = Math.clamp(at < 0 ? at + items.size() : at, 0, items.size());
        items.add(position, a.required("object"));
    }

    private static int position(Execution run, List<Value> items, Value wanted) {
        for (int i = 0; i < items.size(); i++) {
            if (Comparison.equal(run, items.get(i), wanted)) {
                return i;
            }
        }
        throw run.failure("the value is not in the list");
    }

    private static void remove(Execution run, List<Value> items, Bound a) {
        items.remove(position(run, items, a.required("value")));
    }

    private static void sort(Execution run, List<Value> items, Bound a) {
        ListValue copy = Conversion.list(run, items);
        copy.items().sort((x, y) -> Comparison.order(run, x, y));
        if (a.flag("reverse")) {
            Collections.reverse(copy.items());
        }
        items.clear();
        items.addAll(copy.items());
    }

    private static Value pop(Execution run, List<Value> items, Bound a) {
        int at = a.integer("index", -1);
        int position = at < 0 ? at + items.size() : at;
        if (position < 0 || position >= items.size()) {
            throw run.failure("pop: the list has " + items.size() + " elements, not index " + at);
        }
        return items.remove(position);
    }

    private static Value index(Execution run, List<Value> items, Bound a) {
        return Value.of(position(run, items, a.required("value")));
    }

    private static Value count(Execution run, List<Value> items, Bound a) {
        Value wanted = a.required("value");
        int count = 0;
        for (Value item : items) {
            count += Comparison.equal(run, item, wanted) ? 1 : 0;
        }
        return Value.of(count);
    }
}
