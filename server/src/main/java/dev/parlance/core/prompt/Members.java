package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Value.Callable;
import dev.parlance.core.prompt.Value.Dict;
import dev.parlance.core.prompt.Value.Int;
import dev.parlance.core.prompt.Value.Items;
import dev.parlance.core.prompt.Value.ListValue;
import dev.parlance.core.prompt.Value.Namespace;
import dev.parlance.core.prompt.Value.None;
import dev.parlance.core.prompt.Value.Str;
import dev.parlance.core.prompt.Value.Tuple;
import dev.parlance.core.prompt.Value.Undefined;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `value.name`, `value[index]` and `value[start:stop:step]`.
///
/// A mapping's own methods win over its keys after a dot, its keys win in brackets, as in Jinja.
final class Members {

    private Members() {}

    static Value attribute(Execution run, Value target, String name) {
        failIfUndefined(run, target);
        Value found = own(run, target, name);
        if (found == null && target instanceof Dict dict) {
            found = dict.get(new Str(name));
        }
        return found != null ? found : absent(target, "attribute '" + name + "'");
    }

    static Value item(Execution run, Value target, Value index) {
        failIfUndefined(run, target);
        Value found =
                switch (target) {
                    case Dict dict -> isKey(index) ? dict.get(index) : null;
                    case Items items -> element(items.items(), index);
                    case Str(String text) -> character(run, text, index);
                    default -> null;
                };
        if (found == null && index instanceof Str(String name)) {
            found = own(run, target, name);
        }
        return found != null ? found : absent(target, "such element");
    }

    /// The value at a dotted path like `function.name` or `items.0`, as filters take it.
    static Value path(Execution run, Value target, Value path) {
        if (!(path instanceof Str(String text))) {
            return item(run, target, path);
        }
        Value value = target;
        int from = 0;
        while (from <= text.length()) {
            run.charge(1);
            int dot = text.indexOf('.', from);
            int end = dot < 0 ? text.length() : dot;
            String part = text.substring(from, end);
            boolean number = !part.isEmpty() && part.length() < 10;
            number = number && part.chars().allMatch(c -> c >= '0' && c <= '9');
            value = item(run, value, number ? Value.of(Long.parseLong(part)) : new Str(part));
            from = end + 1;
        }
        return value;
    }

    private static void failIfUndefined(Execution run, Value target) {
        if (target instanceof Undefined(String why)) {
            throw run.failure(why);
        }
    }

    private static Undefined absent(Value target, String what) {
        return new Undefined(Conversion.typeName(target) + " has no " + what);
    }

    /// A method or attribute that belongs to the type of the value.
    private static @Nullable Value own(Execution run, Value target, String name) {
        return switch (target) {
            case Str text -> method(StringMethods.named(name), text);
            case ListValue list -> method(ListMethods.named(name), list);
            case Dict dict -> method(DictMethods.named(name), dict);
            case Tuple tuple -> ofTuple(tuple, name);
            case Namespace namespace -> namespace.members().get(name);
            case Callable callable -> callable.attribute(run, name);
            default -> null;
        };
    }

    private static @Nullable Value method(@Nullable Builtin builtin, Value self) {
        return builtin == null ? null : builtin.on(self);
    }

    private static @Nullable Value ofTuple(Tuple tuple, String name) {
        int at = tuple.names().indexOf(name);
        if (at >= 0) {
            return tuple.items().get(at);
        }
        boolean reads = name.equals("index") || name.equals("count");
        return reads ? method(ListMethods.named(name), tuple) : null;
    }

    private static boolean isKey(Value index) {
        return Comparison.isNumber(index) || index instanceof Str || index instanceof None;
    }

    private static @Nullable Value element(List<Value> items, Value index) {
        BigInteger whole = Arithmetic.whole(index);
        if (whole == null) {
            return null;
        }
        int at = Arguments.Bound.clamp(whole);
        int position = at < 0 ? at + items.size() : at;
        return position >= 0 && position < items.size() ? items.get(position) : null;
    }

    private static @Nullable Value character(Execution run, String text, Value index) {
        BigInteger whole = Arithmetic.whole(index);
        if (whole == null) {
            return null;
        }
        run.scan(text.length());
        int length = Text.length(text);
        int at = Arguments.Bound.clamp(whole);
        int position = at < 0 ? at + length : at;
        if (position < 0 || position >= length) {
            return null;
        }
        int start = Text.index(text, position);
        return run.str(text.substring(start, text.offsetByCodePoints(start, 1)));
    }

    static Value slice(Execution run, Value target, Value start, Value stop, Value step) {
        failIfUndefined(run, target);
        int stride = step == None.NONE ? 1 : bound(run, step);
        if (stride == 0) {
            throw run.failure("the step of a slice is 0");
        }
        return switch (target) {
            case ListValue list ->
                    Conversion.list(run, cut(run, list.items(), start, stop, stride));
            case Tuple tuple -> new Tuple(cut(run, tuple.items(), start, stop, stride));
            case Str(String text) -> cutText(run, text, start, stop, stride);
            default -> throw run.failure(Conversion.typeName(target) + " cannot be sliced");
        };
    }

    private static int bound(Execution run, Value value) {
        if (value instanceof Int(BigInteger number)) {
            return Arguments.Bound.clamp(number);
        }
        BigInteger whole = Arithmetic.whole(value);
        if (whole == null) {
            throw run.failure("a slice wants integers, got " + Conversion.typeName(value));
        }
        return whole.intValue();
    }

    /// A bound of a slice, counted from the end when negative and held within the sequence.
    private static int edge(Execution run, Value value, int preset, int length, boolean backwards) {
        if (value == None.NONE) {
            return preset;
        }
        int at = bound(run, value);
        int position = at < 0 ? at + length : at;
        int lowest = backwards ? -1 : 0;
        return Math.clamp(position, lowest, backwards ? length - 1 : length);
    }

    private static <T> List<T> cut(
            Execution run, List<T> items, Value start, Value stop, int stride) {
        int size = items.size();
        boolean backwards = stride < 0;
        int from = edge(run, start, backwards ? size - 1 : 0, size, backwards);
        int to = edge(run, stop, backwards ? -1 : size, size, backwards);
        List<T> result = new ArrayList<>();
        for (long i = from; backwards ? i > to : i < to; i += stride) {
            result.add(items.get((int) i));
        }
        run.items(result.size());
        return result;
    }

    private static Value cutText(Execution run, String text, Value start, Value stop, int stride) {
        int length = Text.length(text);
        run.scan(text.length());
        if (stride == 1) {
            int from = edge(run, start, 0, length, false);
            int to = Math.max(from, edge(run, stop, length, length, false));
            return run.str(text.substring(Text.index(text, from), Text.index(text, to)));
        }
        run.items(length);
        List<Integer> points = cut(run, text.codePoints().boxed().toList(), start, stop, stride);
        StringBuilder result = new StringBuilder(points.size());
        points.forEach(result::appendCodePoint);
        return run.str(result.toString());
    }
}
