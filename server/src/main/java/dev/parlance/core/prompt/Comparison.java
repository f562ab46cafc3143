package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Value.Bool;
import dev.parlance.core.prompt.Value.Dict;
import dev.parlance.core.prompt.Value.Generator;
import dev.parlance.core.prompt.Value.Int;
import dev.parlance.core.prompt.Value.Items;
import dev.parlance.core.prompt.Value.ListValue;
import dev.parlance.core.prompt.Value.Real;
import dev.parlance.core.prompt.Value.Str;
import dev.parlance.core.prompt.Value.Tuple;
import dev.parlance.core.prompt.Value.Undefined;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Equality, order and membership, with Python's rules.
final class Comparison {

    private Comparison() {}

    /// True for the same content; values of different types differ, except numbers.
    static boolean equal(Execution run, Value a, Value b) {
        run.charge(1);
        if (isNumber(a) && isNumber(b)) {
            return !isNan(a) && !isNan(b) && compareNumbers(a, b) == 0;
        }
        return switch (a) {
            case Str(String text) -> b instanceof Str(String other) && same(run, text, other);
            case ListValue list -> b instanceof ListValue other && same(run, list, other);
            case Tuple tuple -> b instanceof Tuple other && same(run, tuple, other);
            case Dict dict -> b instanceof Dict other && same(run, dict, other);
            case Undefined _ -> b instanceof Undefined;
            default -> identical(a, b);
        };
    }

    @SuppressWarnings("ReferenceEquality") // Identity is the question here.
    static boolean identical(Value a, Value b) {
        return a == b || (a instanceof Bool(boolean x) && b instanceof Bool(boolean y) && x == y);
    }

    private static boolean same(Execution run, String a, String b) {
        run.scan(Math.min(a.length(), b.length()));
        return a.equals(b);
    }

    private static boolean same(Execution run, Items a, Items b) {
        List<Value> left = a.items();
        List<Value> right = b.items();
        if (left.size() != right.size()) {
            return false;
        }
        run.enter();
        boolean same = true;
        for (int i = 0; same && i < left.size(); i++) {
            same = equal(run, left.get(i), right.get(i));
        }
        run.leave();
        return same;
    }

    private static boolean same(Execution run, Dict a, Dict b) {
        if (a.size() != b.size()) {
            return false;
        }
        run.enter();
        boolean same = true;
        Iterator<Dict.Slot> slots = a.slots();
        while (same && slots.hasNext()) {
            Dict.Slot slot = slots.next();
            Value other = b.get(slot.key());
            same = other != null && equal(run, slot.value(), other);
        }
        run.leave();
        return same;
    }

    /// Whether `a operator b` holds for `<`, `<=`, `>` or `>=`; false when one is not a number.
    static boolean ordered(Execution run, String operator, Value a, Value b) {
        if (isNumber(a) && isNumber(b) && (isNan(a) || isNan(b))) {
            return false;
        }
        int order = order(run, a, b);
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    /// A total order of numbers, of strings by code point, and of lists or tuples of such.
    static int order(Execution run, Value a, Value b) {
        run.charge(1);
        if (a instanceof Undefined(String why)) {
            throw run.failure(why);
        }
        if (b instanceof Undefined(String why)) {
            throw run.failure(why);
        }
        if (isNumber(a) && isNumber(b) && !isNan(a) && !isNan(b)) {
            return compareNumbers(a, b);
        }
        if (a instanceof Str(String x) && b instanceof Str(String y)) {
            run.scan(Math.min(x.length(), y.length()));
            return compareText(x, y);
        }
        if (a instanceof ListValue x && b instanceof ListValue y) {
            return orderItems(run, x.items(), y.items());
        }
        if (a instanceof Tuple x && b instanceof Tuple y) {
            return orderItems(run, x.items(), y.items());
        }
        throw run.failure(
                "cannot order " + Conversion.typeName(a) + " and " + Conversion.typeName(b));
    }

    private static int orderItems(Execution run, List<Value> a, List<Value> b) {
        run.enter();
        int common = Math.min(a.size(), b.size());
        int order = Integer.compare(a.size(), b.size());
        for (int i = 0; i < common; i++) {
            if (!equal(run, a.get(i), b.get(i))) {
                order = order(run, a.get(i), b.get(i));
                break;
            }
        }
        run.leave();
        return order;
    }

    private static int compareText(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // Only here UTF-16 order differs from code points: surrogates rank above all.
                boolean mixed = Character.isSurrogate(x) != Character.isSurrogate(y);
                return mixed ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    static boolean isNumber(Value value) {
        return value instanceof Int || value instanceof Real || value instanceof Bool;
    }

    private static boolean isNan(Value value) {
        return value instanceof Real(double number) && Double.isNaN(number);
    }

    private static int compareNumbers(Value a, Value b) {
        BigInteger left = Arithmetic.whole(a);
        BigInteger right = Arithmetic.whole(b);
        if (left != null && right != null) {
            return left.compareTo(right);
        }
        double x = Arithmetic.real(a);
        double y = Arithmetic.real(b);
        if (Double.isInfinite(x) || Double.isInfinite(y) || (left == null && right == null)) {
            return x < y ? -1 : x > y ? 1 : 0;
        }
        return exact(left, x).compareTo(exact(right, y));
    }

    private static BigDecimal exact(@Nullable BigInteger whole, double real) {
        return whole != null ? new BigDecimal(whole) : new BigDecimal(real);
    }

    /// Whether `element` is in `container`: a part of a string, an element, or a key.
    static boolean contains(Execution run, Value container, Value element) {
        if (container instanceof Str(String text)) {
            if (element instanceof Str(String part)) {
                return Text.find(run, text, part, 0) >= 0;
            }
            throw run.failure("'in' a string wants a string, got " + Conversion.typeName(element));
        }
        if (container instanceof Dict dict) {
            return dict.get(Conversion.key(run, element)) != null;
        }
        List<Value> items =
                switch (container) {
                    case Items list -> list.items();
                    case Generator generator -> generator.drain();
                    default -> Conversion.iterate(run, container);
                };
        for (Value item : items) {
            if (equal(run, item, element)) {
                return true;
            }
        }
        return false;
    }
}
