package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Arguments.Bound;
import dev.parlance.core.prompt.Value.Int;
import dev.parlance.core.prompt.Value.Real;
import dev.parlance.core.prompt.Value.Str;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Filters about numbers: conversion, rounding, the absolute value.
final class NumberFilters {

    private static final Pattern REAL =
            Pattern.compile(
                    "[+-]?(\\d+(_\\d+)*\\.?(\\d+(_\\d+)*)?|\\.\\d+(_\\d+)*)([eE][+-]?\\d+)?");
    private static final Pattern SPECIAL = Pattern.compile("[+-]?(inf|infinity|nan)");
    private static final int LONGEST_NUMBER = 400;

    private NumberFilters() {}

    static void register(Consumer<Builtin> add) {
        add.accept(Builtin.of("abs", "", NumberFilters::abs));
        add.accept(Builtin.of("round", "precision method", NumberFilters::round));
        add.accept(Builtin.of("int", "default base", NumberFilters::toInt));
        add.accept(Builtin.of("float", "default", NumberFilters::toReal));
    }

    private static Value abs(Execution run, Value value, Bound a) {
        BigInteger whole = Arithmetic.whole(value);
        if (whole != null) {
            return new Int(whole.abs());
        }
        if (value instanceof Real(double number)) {
            return new Real(Math.abs(number));
        }
        throw run.failure("abs wants a number, got " + Conversion.typeName(value));
    }

    private static Value round(Execution run, Value value, Bound a) {
        int precision = a.integer("precision", 0);
        String method = a.text("method", "common");
        if (!Comparison.isNumber(value) || Math.abs((long) precision) > 300) {
            throw run.failure("round wants a number and a precision between -300 and 300");
        }
        BigInteger whole = Arithmetic.whole(value);
        double number = Arithmetic.real(value);
        return switch (method) {
            case "common" -> {
                if (whole != null) {
                    yield new Int(rounded(new BigDecimal(whole), precision).toBigInteger());
                }
                boolean finite = Double.isFinite(number);
                double result =
                        finite ? rounded(new BigDecimal(number), precision).doubleValue() : number;
                yield new Real(result == 0 ? Math.copySign(0.0, number) : result);
            }
            case "ceil", "floor" -> {
                double scale = Math.pow(10, precision);
                double scaled = number * scale;
                yield new Real(
                        (method.equals("ceil") ? Math.ceil(scaled) : Math.floor(scaled)) / scale);
            }
            default -> throw run.failure("round knows the methods common, ceil and floor");
        };
    }

    private static BigDecimal rounded(BigDecimal number, int precision) {
        return number.scale() <= precision
                ? number
                : number.setScale(precision, RoundingMode.HALF_EVEN);
    }

    private static Value toInt(Execution run, Value value, Bound a) {
        Value preset = a.value("default");
        Value fallback = preset == null ? Value.of(0) : preset;
        if (value instanceof Str(String text)) {
            BigInteger number = parse(Text.strip(text), a.integer("base", 10));
            if (number != null) {
                return new Int(number);
            }
        }
        BigInteger whole = Arithmetic.whole(value);
        if (whole != null) {
            return new Int(whole);
        }
        Double real = value instanceof Real(double number) ? (Double) number : parseReal(value);
        if (real == null || Double.isNaN(real)) {
            return fallback;
        }
        if (Double.isInfinite(real)) {
            throw run.failure("infinity is not an integer");
        }
        return new Int(new BigDecimal(real).toBigInteger());
    }

    private static @Nullable BigInteger parse(String text, int base) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        String digits = (signed ? text.substring(1) : text).toLowerCase(Locale.ROOT);
        String prefix =
                switch (base) {
                    case 16 -> "0x";
                    case 8 -> "0o";
                    case 2 -> "0b";
                    default -> "-";
                };
        if (digits.startsWith(prefix)) {
            digits = digits.substring(2);
        }
        String plain = digits.replace("_", "");
        boolean misplaced = digits.startsWith("_") || digits.endsWith("_") || digits.contains("__");
        if (base < 2 || base > 36 || misplaced || plain.length() > LONGEST_NUMBER) {
            return null;
        }
        if (plain.isEmpty() || !plain.chars().allMatch(c -> Character.digit(c, base) >= 0)) {
            return null;
        }
        BigInteger number = new BigInteger(plain, base);
        return text.startsWith("-") ? number.negate() : number;
    }

    private static Value toReal(Execution run, Value value, Bound a) {
        if (Comparison.isNumber(value)) {
            return new Real(Arithmetic.real(value));
        }
        Double number = parseReal(value);
        Value preset = a.value("default");
        if (number != null) {
            return new Real(number);
        }
        return preset == null ? new Real(0.0) : preset;
    }

    /// The number that Python's `float` reads from this string, or `null`.
    private static @Nullable Double parseReal(Value value) {
        if (!(value instanceof Str(String given)) || given.length() > LONGEST_NUMBER) {
            return null;
        }
        String text = Text.strip(given).toLowerCase(Locale.ROOT);
        if (SPECIAL.matcher(text).matches()) {
            double size = text.contains("nan") ? Double.NaN : Double.POSITIVE_INFINITY;
            return text.startsWith("-") ? -size : size;
        }
        return REAL.matcher(text).matches() ? Double.valueOf(text.replace("_", "")) : null;
    }
}
