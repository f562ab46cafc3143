package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Arguments.Bound;
import dev.parlance.core.prompt.Value.Dict;
import dev.parlance.core.prompt.Value.Generator;
import dev.parlance.core.prompt.Value.ListValue;
import dev.parlance.core.prompt.Value.None;
import dev.parlance.core.prompt.Value.Str;
import dev.parlance.core.prompt.Value.Tuple;
import dev.parlance.core.prompt.Value.Undefined;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/// Filters that order, group or sum up elements.
final class OrderFilters {

    /// An element and what it is compared by.
    private record Keyed(Value key, Value element) {}

    private OrderFilters() {}

    static void register(Consumer<Builtin> add) {
        String options = "reverse case_sensitive attribute";
        add.accept(Builtin.of("sort", options, OrderFilters::sort));
        add.accept(Builtin.of("dictsort", "case_sensitive by reverse", OrderFilters::sortDict));
        add.accept(Builtin.of("unique", "case_sensitive attribute", OrderFilters::unique));
        add.accept(
                Builtin.of(
                        "min", "case_sensitive attribute", (run, v, a) -> extreme(run, v, a, -1)));
        add.accept(
                Builtin.of(
                        "max", "case_sensitive attribute", (run, v, a) -> extreme(run, v, a, 1)));
        add.accept(Builtin.of("sum", "attribute start", OrderFilters::sum));
        add.accept(Builtin.of("groupby", "attribute default case_sensitive", OrderFilters::group));
    }

    private static Value folded(Value key, boolean caseSensitive) {
        return !caseSensitive && key instanceof Str(String text)
                ? new Str(Casing.lower(text))
                : key;
    }

    private static List<Keyed> keyed(Execution run, Value value, Bound a) {
        List<Value> items = Conversion.iterate(run, value);
        List<Value> keys = SequenceFilters.attributes(run, items, a);
        run.items(items.size());
        List<Keyed> result = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            Value key = folded(keys.get(i), a.flag("case_sensitive"));
            result.add(new Keyed(key, items.get(i)));
        }
        return result;
    }

    /// Sorts in place; a stable sort, so reversing has to turn the comparison around.
    private static void sort(Execution run, List<Keyed> items, boolean reverse) {
        Comparator<Keyed> order = (x, y) -> Comparison.order(run, x.key(), y.key());
        items.sort(reverse ? order.reversed() : order);
    }

    private static ListValue elements(Execution run, List<Keyed> items) {
        return Conversion.list(run, items.stream().map(Keyed::element).toList());
    }

    private static Value sort(Execution run, Value value, Bound a) {
        List<Keyed> items = new ArrayList<>();
        for (Value item : Conversion.iterate(run, value)) {
            items.add(new Keyed(sortKey(run, item, a), item));
        }
        sort(run, items, a.flag("reverse"));
        return elements(run, items);
    }

    /// The attributes of `attribute="a,b"`, compared one after the other.
    private static Value sortKey(Execution run, Value item, Bound a) {
        boolean caseSensitive = a.flag("case_sensitive");
        if (a.absent("attribute")) {
            return folded(item, caseSensitive);
        }
        if (!(a.required("attribute") instanceof Str(String paths))) {
            return folded(Members.path(run, item, a.required("attribute")), caseSensitive);
        }
        List<Value> keys = new ArrayList<>();
        int from = 0;
        while (from <= paths.length()) {
            int comma = paths.indexOf(',', from);
            int end = comma < 0 ? paths.length() : comma;
            Value path = new Str(paths.substring(from, end));
            keys.add(folded(Members.path(run, item, path), caseSensitive));
            from = end + 1;
        }
        run.items(keys.size());
        return new ListValue(keys);
    }

    private static Value sortDict(Execution run, Value value, Bound a) {
        if (!(value instanceof Dict dict)) {
            throw run.failure("dictsort wants a mapping, got " + Conversion.typeName(value));
        }
        String by = a.text("by", "key");
        if (!by.equals("key") && !by.equals("value")) {
            throw run.failure("dictsort goes by 'key' or by 'value'");
        }
        List<Keyed> items = new ArrayList<>();
        for (Value pair : Conversion.pairs(run, dict)) {
            Value key = ((Tuple) pair).items().get(by.equals("key") ? 0 : 1);
            items.add(new Keyed(folded(key, a.flag("case_sensitive")), pair));
        }
        sort(run, items, a.flag("reverse"));
        return elements(run, items);
    }

    private static Value unique(Execution run, Value value, Bound a) {
        // A Dict as the set, for its notion of equal keys.
        Dict seen = new Dict();
        List<Value> result = new ArrayList<>();
        for (Keyed item : keyed(run, value, a)) {
            Value key = Conversion.key(run, item.key());
            if (seen.get(key) == null) {
                seen.put(key, None.NONE);
                result.add(item.element());
            }
        }
        return new Generator(result);
    }

    private static Value extreme(Execution run, Value value, Bound a, int sign) {
        List<Keyed> items = keyed(run, value, a);
        if (items.isEmpty()) {
            return new Undefined("there is no element, the sequence is empty");
        }
        Keyed best = items.getFirst();
        for (Keyed item : items.subList(1, items.size())) {
            if (Comparison.order(run, item.key(), best.key()) * sign > 0) {
                best = item;
            }
        }
        return best.element();
    }

    private static Value sum(Execution run, Value value, Bound a) {
        Value start = a.value("start");
        Value total = start == null ? Value.of(0) : start;
        for (Value item : SequenceFilters.attributes(run, Conversion.iterate(run, value), a)) {
            total = Arithmetic.apply(run, "+", total, item);
        }
        return total;
    }

    private static Value group(Execution run, Value value, Bound a) {
        List<Keyed> items = new ArrayList<>();
        Value path = a.required("attribute");
        for (Value item : Conversion.iterate(run, value)) {
            Value key = Members.path(run, item, path);
            Value preset = a.value("default");
            key = key instanceof Undefined && preset != null ? preset : key;
            items.add(new Keyed(folded(key, a.flag("case_sensitive")), item));
        }
        sort(run, items, false);
        List<Value> groups = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= items.size(); i++) {
            if (i == items.size()
                    || !Comparison.equal(run, items.get(i).key(), items.get(from).key())) {
                groups.add(groupOf(run, items.subList(from, i), a));
                from = i;
            }
        }
        return Conversion.list(run, groups);
    }

    private static Value groupOf(Execution run, List<Keyed> members, Bound a) {
        // The name of the group is the first member's own spelling of it.
        Value own = Members.path(run, members.getFirst().element(), a.required("attribute"));
        Value key = own instanceof Undefined ? members.getFirst().key() : own;
        return new Tuple(List.of(key, elements(run, members)), List.of("grouper", "list"));
    }
}
