package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Arguments.Bound;
import dev.parlance.core.prompt.Value.Dict;
import dev.parlance.core.prompt.Value.Generator;
import dev.parlance.core.prompt.Value.Items;
import dev.parlance.core.prompt.Value.ListValue;
import dev.parlance.core.prompt.Value.Str;
import dev.parlance.core.prompt.Value.Undefined;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Filters that take lists, strings and mappings apart or make them into others.
final class SequenceFilters {

    private SequenceFilters() {}

    static void register(Consumer<Builtin> add) {
        add.accept(Builtin.of("default", "default_value boolean", SequenceFilters::preset));
        add.accept(Builtin.of("length", "", (run, v, a) -> Value.of(length(run, v))));
        add.accept(Builtin.of("first", "", (run, v, a) -> edge(run, v, true)));
        add.accept(Builtin.of("last", "", (run, v, a) -> edge(run, v, false)));
        add.accept(Builtin.of("list", "", (run, v, a) -> list(run, v)));
        add.accept(Builtin.of("items", "", SequenceFilters::items));
        add.accept(Builtin.of("reverse", "", SequenceFilters::reverse));
        add.accept(Builtin.of("join", "d attribute", SequenceFilters::join));
        add.accept(Builtin.of("batch", "linecount fill_with", SequenceFilters::batch));
        add.accept(Builtin.of("slice", "slices fill_with", SequenceFilters::slice));
        add.accept(Builtin.of("attr", "name", SequenceFilters::attribute));
    }

    private static Value preset(Execution run, Value value, Bound a) {
        boolean missing =
                value instanceof Undefined || (a.flag("boolean") && !Conversion.truth(value));
        Value preset = a.value("default_value");
        if (!missing) {
            return value;
        }
        return preset == null ? new Str("") : preset;
    }

    static int length(Execution run, Value value) {
        return switch (value) {
            case Str(String text) -> {
                run.scan(text.length());
                yield Text.length(text);
            }
            case Items items -> items.items().size();
            case Dict dict -> dict.size();
            case Undefined _ -> 0;
            default -> throw run.failure(Conversion.typeName(value) + " has no length");
        };
    }

    private static Value edge(Execution run, Value value, boolean first) {
        List<Value> items =
                value instanceof Items known ? known.items() : Conversion.iterate(run, value);
        if (items.isEmpty()) {
            return new Undefined("there is no " + (first ? "first" : "last") + " element");
        }
        return first ? items.getFirst() : items.getLast();
    }

    private static ListValue list(Execution run, Value value) {
        return new ListValue(Conversion.iterate(run, value));
    }

    private static Value items(Execution run, Value value, Bound a) {
        return switch (value) {
            case Undefined _ -> new Generator(List.of());
            case Dict dict -> new Generator(Conversion.pairs(run, dict));
            default -> throw run.failure("items wants a mapping");
        };
    }

    private static Value reverse(Execution run, Value value, Bound a) {
        if (value instanceof Str(String text)) {
            return run.str(new StringBuilder(text).reverse().toString());
        }
        List<Value> items = new ArrayList<>(Conversion.iterate(run, value));
        Collections.reverse(items);
        return new Generator(items);
    }

    private static Value join(Execution run, Value value, Bound a) {
        String separator = a.absent("d") ? "" : PythonText.str(run, a.required("d"));
        TextBuilder out = new TextBuilder(run);
        String between = "";
        for (Value item : attributes(run, Conversion.iterate(run, value), a)) {
            out.append(between).append(PythonText.str(run, item));
            between = separator;
        }
        return new Str(out.toString());
    }

    /// The attribute of each element that the argument `attribute` names, or the elements.
    static List<Value> attributes(Execution run, List<Value> items, Bound a) {
        if (a.absent("attribute")) {
            return items;
        }
        Value path = a.required("attribute");
        run.items(items.size());
        List<Value> values = new ArrayList<>(items.size());
        for (Value item : items) {
            values.add(Members.path(run, item, path));
        }
        return values;
    }

    private static Value batch(Execution run, Value value, Bound a) {
        int size = positive(run, a, "linecount");
        List<Value> batches = new ArrayList<>();
        List<Value> current = new ArrayList<>();
        for (Value item : Conversion.iterate(run, value)) {
            if (current.size() == size) {
                batches.add(Conversion.list(run, current));
                current.clear();
            }
            current.add(item);
        }
        if (!current.isEmpty()) {
            fill(run, current, a.absent("fill_with") ? null : a.required("fill_with"), size);
            batches.add(Conversion.list(run, current));
        }
        return new Generator(batches);
    }

    private static void fill(Execution run, List<Value> items, @Nullable Value filler, int size) {
        if (filler != null) {
            run.items(size - items.size());
            while (items.size() < size) {
                items.add(filler);
            }
        }
    }

    private static int positive(Execution run, Bound a, String name) {
        int number = a.integer(name);
        if (number < 1) {
            throw run.failure(a.function() + " wants at least 1 as '" + name + "'");
        }
        return number;
    }

    private static Value slice(Execution run, Value value, Bound a) {
        int count = positive(run, a, "slices");
        List<Value> items = Conversion.iterate(run, value);
        run.items(count);
        List<Value> slices = new ArrayList<>();
        int size = items.size() / count;
        int longer = items.size() % count;
        int from = 0;
        for (int i = 0; i < count; i++) {
            int to = from + size + (i < longer ? 1 : 0);
            List<Value> part = new ArrayList<>(items.subList(from, to));
            if (i >= longer && !a.absent("fill_with")) {
                part.add(a.required("fill_with"));
            }
            slices.add(Conversion.list(run, part));
            from = to;
        }
        return new Generator(slices);
    }

    private static Value attribute(Execution run, Value value, Bound a) {
        String name = a.text("name");
        return value instanceof Dict
                ? new Undefined("a mapping has no attribute '" + name + "'")
                : Members.attribute(run, value, name);
    }
}
