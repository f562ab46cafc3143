package dev.parlance.core.prompt;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One value inside a running template. No Java object of any other type is ever reachable, which
/// is what makes the interpreter safe: there is nothing to reflect on.
sealed interface Value {

    Bool TRUE = new Bool(true);
    Bool FALSE = new Bool(false);

    static Bool of(boolean value) {
        return value ? TRUE : FALSE;
    }

    static Int of(long value) {
        return new Int(BigInteger.valueOf(value));
    }

    /// A name or member that is not there: prints as nothing, and fails with `why` when used.
    record Undefined(String why) implements Value {}

    /// Python's `None`.
    enum None implements Value {
        NONE
    }

    record Bool(boolean value) implements Value {}

    /// An integer of any size that [Arithmetic] allows.
    record Int(BigInteger value) implements Value, Comparable<Int> {
        @Override
        public int compareTo(Int other) {
            return value.compareTo(other.value);
        }
    }

    record Real(double value) implements Value {}

    /// A text. Comparable, so that crafted hash collisions cannot slow a mapping down.
    record Str(String value) implements Value, Comparable<Str> {
        @Override
        public int compareTo(Str other) {
            return value.compareTo(other.value);
        }
    }

    /// A list or a tuple.
    sealed interface Items extends Value {
        List<Value> items();
    }

    /// A list that the template may change.
    final class ListValue implements Items {
        private final List<Value> items;

        ListValue(List<Value> items) {
            this.items = new ArrayList<>(items);
        }

        @Override
        public List<Value> items() {
            return items;
        }
    }

    /// A tuple; `names` is empty or gives its items attribute names too.
    record Tuple(List<Value> items, List<String> names) implements Items {
        Tuple(List<Value> items) {
            this(items, List.of());
        }

        Tuple(Value first, Value second) {
            this(List.of(first, second));
        }
    }

    /// What lazy filters give: always true, without a length, and read once.
    final class Generator implements Value {
        private List<Value> rest;

        Generator(List<Value> items) {
            this.rest = items;
        }

        List<Value> drain() {
            List<Value> items = rest;
            rest = List.of();
            return items;
        }
    }

    /// A mapping in the order of insertion; equal numbers are one key, as in Python.
    final class Dict implements Value {
        private final Map<Value, Slot> slots = new LinkedHashMap<>();

        record Slot(Value key, Value value) {}

        int size() {
            return slots.size();
        }

        @Nullable Value get(Value key) {
            Slot slot = slots.get(canonical(key));
            return slot == null ? null : slot.value();
        }

        void put(Value key, Value value) {
            Value canonical = canonical(key);
            Slot old = slots.get(canonical);
            slots.put(canonical, new Slot(old == null ? key : old.key(), value));
        }

        @Nullable Value remove(Value key) {
            Slot slot = slots.remove(canonical(key));
            return slot == null ? null : slot.value();
        }

        void clear() {
            slots.clear();
        }

        Iterator<Slot> slots() {
            return slots.values().iterator();
        }

        private static Value canonical(Value key) {
            return switch (key) {
                case Bool(boolean value) -> of(value ? 1 : 0);
                case Real(double value) when value == Math.rint(value) && Math.abs(value) < 1e15 ->
                        of((long) value);
                default -> key;
            };
        }
    }

    /// What `namespace()` gives: the only thing whose attributes a template may set.
    final class Namespace implements Value {
        private final Map<String, Value> members = new LinkedHashMap<>();

        Map<String, Value> members() {
            return members;
        }
    }

    /// A function, macro, bound method or the `loop` variable.
    non-sealed interface Callable extends Value {
        String name();

        Value call(Execution run, Arguments arguments);

        /// An attribute of this object, or `null` when it has none of that name.
        default @Nullable Value attribute(Execution run, String attribute) {
            return attribute.equals("name") ? run.str(name()) : null;
        }
    }
}
