package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Value.Bool;
import dev.parlance.core.prompt.Value.Int;
import dev.parlance.core.prompt.Value.ListValue;
import dev.parlance.core.prompt.Value.Real;
import dev.parlance.core.prompt.Value.Str;
import dev.parlance.core.prompt.Value.Tuple;
import dev.parlance.core.prompt.Value.Undefined;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The operators `+ - * / // % **`, with Python's rules for numbers, strings and lists.
final class Arithmetic {

    private Arithmetic() {}

    static Value apply(Execution run, String operator, Value a, Value b) {
        run.charge(1);
        if (a instanceof Undefined(String why)) {
            throw run.failure(why);
        }
        if (b instanceof Undefined(String why)) {
            throw run.failure(why);
        }
        if (Comparison.isNumber(a) && Comparison.isNumber(b)) {
            return numbers(run, operator, a, b);
        }
        Value result =
                switch (operator) {
                    case "+" -> joined(run, a, b);
                    case "*" -> repeated(run, a, b);
                    case "%" -> formatted(run, a, b);
                    default -> null;
                };
        if (result == null) {
            throw run.failure(
                    "cannot apply '"
                            + operator
                            + "' to "
                            + Conversion.typeName(a)
                            + " and "
                            + Conversion.typeName(b));
        }
        return result;
    }

    private static @Nullable Value formatted(Execution run, Value form, Value given) {
        return form instanceof Str(String text)
                ? run.str(PercentFormat.apply(run, text, given))
                : null;
    }

    private static @Nullable Value joined(Execution run, Value a, Value b) {
        if (a instanceof Str(String x) && b instanceof Str(String y)) {
            run.reserve((long) x.length() + y.length());
            return new Str(x.concat(y));
        }
        if (a instanceof ListValue x && b instanceof ListValue y) {
            return new ListValue(both(run, x.items(), y.items()));
        }
        if (a instanceof Tuple x && b instanceof Tuple y) {
            return new Tuple(both(run, x.items(), y.items()));
        }
        return null;
    }

    private static List<Value> both(Execution run, List<Value> a, List<Value> b) {
        run.items((long) a.size() + b.size());
        List<Value> items = new ArrayList<>(a.size() + b.size());
        items.addAll(a);
        items.addAll(b);
        return items;
    }

    private static @Nullable Value repeated(Execution run, Value a, Value b) {
        BigInteger right = whole(b);
        BigInteger left = whole(a);
        if (right == null && left == null) {
            return null;
        }
        Value sequence = right != null ? a : b;
        BigInteger wanted = right != null ? right : left;
        if (wanted == null) {
            return null;
        }
        int times = Math.max(0, Arguments.Bound.clamp(wanted));
        return switch (sequence) {
            case Str(String text) -> {
                run.reserve((long) text.length() * times);
                yield new Str(text.repeat(times));
            }
            case ListValue list -> new ListValue(repeat(run, list.items(), times));
            case Tuple tuple -> new Tuple(repeat(run, tuple.items(), times));
            default -> null;
        };
    }

    private static List<Value> repeat(Execution run, List<Value> items, int times) {
        run.items((long) items.size() * times);
        List<Value> result = new ArrayList<>(items.size() * times);
        for (int i = 0; !items.isEmpty() && i < times; i++) {
            result.addAll(items);
        }
        return result;
    }

    private static Value numbers(Execution run, String operator, Value a, Value b) {
        BigInteger x = whole(a);
        BigInteger y = whole(b);
        if (x != null && y != null) {
            return integers(run, operator, x, y);
        }
        return new Real(reals(run, operator, real(a), real(b)));
    }

    private static Value integers(Execution run, String operator, BigInteger x, BigInteger y) {
        return switch (operator) {
            case "+" -> bounded(run, x.add(y));
            case "-" -> bounded(run, x.subtract(y));
            case "*" -> bounded(run, x.multiply(y));
            case "/" -> {
                nonZero(run, y);
                BigDecimal dividend = new BigDecimal(x);
                BigDecimal divisor = new BigDecimal(y);
                yield new Real(dividend.divide(divisor, MathContext.DECIMAL128).doubleValue());
            }
            case "//" -> {
                nonZero(run, y);
                BigInteger[] parts = x.divideAndRemainder(y);
                boolean below = parts[1].signum() != 0 && parts[1].signum() != y.signum();
                yield new Int(below ? parts[0].subtract(BigInteger.ONE) : parts[0]);
            }
            case "%" -> {
                nonZero(run, y);
                BigInteger rest = x.remainder(y);
                boolean other = rest.signum() != 0 && rest.signum() != y.signum();
                yield new Int(other ? rest.add(y) : rest);
            }
            default -> power(run, x, y);
        };
    }

    private static Value power(Execution run, BigInteger x, BigInteger y) {
        if (y.signum() < 0) {
            return new Real(reals(run, "**", x.doubleValue(), y.doubleValue()));
        }
        if (x.abs().compareTo(BigInteger.ONE) <= 0) {
            BigInteger even = y.signum() == 0 ? BigInteger.ONE : x.abs();
            return new Int(y.testBit(0) ? x : even);
        }
        if (y.bitLength() > 16 || (long) y.intValue() * x.bitLength() > 2L * Numbers.MAX_BITS) {
            throw tooLarge(run);
        }
        return bounded(run, x.pow(y.intValue()));
    }

    private static Int bounded(Execution run, BigInteger value) {
        if (value.bitLength() > Numbers.MAX_BITS) {
            throw tooLarge(run);
        }
        return new Int(value);
    }

    private static TemplateException tooLarge(Execution run) {
        return run.failure("an integer of more than " + Numbers.MAX_BITS + " bits");
    }

    private static void nonZero(Execution run, BigInteger divisor) {
        if (divisor.signum() == 0) {
            throw run.failure("division by zero");
        }
    }

    private static double reals(Execution run, String operator, double x, double y) {
        boolean divides = operator.equals("/") || operator.equals("//") || operator.equals("%");
        boolean inverts = operator.equals("**") && y < 0;
        if ((y == 0 && divides) || (x == 0 && inverts)) {
            throw run.failure("division by zero");
        }
        return switch (operator) {
            case "+" -> x + y;
            case "-" -> x - y;
            case "*" -> x * y;
            case "/" -> x / y;
            case "//" -> Math.floor(x / y);
            case "%" -> {
                double rest = x % y;
                yield rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest;
            }
            default -> Math.pow(x, y);
        };
    }

    /// The integer of an int or bool, or `null` for anything else.
    static @Nullable BigInteger whole(Value value) {
        return switch (value) {
            case Int(BigInteger number) -> number;
            case Bool(boolean on) -> on ? BigInteger.ONE : BigInteger.ZERO;
            default -> null;
        };
    }

    /// The number as a double; NaN for what is not a number.
    static double real(Value value) {
        if (value instanceof Real(double number)) {
            return number;
        }
        BigInteger whole = whole(value);
        return whole == null ? Double.NaN : whole.doubleValue();
    }

    static Value negated(Execution run, Value value) {
        BigInteger whole = whole(value);
        if (whole != null) {
            return new Int(whole.negate());
        }
        if (value instanceof Real(double number)) {
            return new Real(-number);
        }
        throw run.failure("cannot negate " + Conversion.typeName(value));
    }
}
