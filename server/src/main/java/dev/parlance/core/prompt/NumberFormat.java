package dev.parlance.core.prompt;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;

/// Numbers as Python's format letters lay them out.
final class NumberFormat {

    private static final int MOST_DIGITS = 400;

    /// @param sign what stands before a number that is not negative
    /// @param precision digits after the point, or -1 for the usual six
    /// @param grouped with `,` between thousands
    record Spec(String sign, int precision, boolean grouped) {}

    private NumberFormat() {}

    static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    static String integer(Execution run, Value value, int radix, Spec spec) {
        BigInteger number = Arithmetic.whole(value);
        if (number == null) {
            throw run.failure("the format wants an integer, got " + Conversion.typeName(value));
        }
        String digits = number.abs().toString(radix);
        String shown = spec.grouped() ? grouped(digits) : digits;
        return (number.signum() < 0 ? "-" : spec.sign()) + shown;
    }

    private static String grouped(String digits) {
        StringBuilder out = new StringBuilder(digits);
        for (int i = digits.length() - 3; i > 0; i -= 3) {
            out.insert(i, ',');
        }
        return out.toString();
    }

    static String real(Execution run, Value value, char kind, Spec spec) {
        if (!Comparison.isNumber(value)) {
            throw run.failure("the format wants a number, got " + Conversion.typeName(value));
        }
        double number = Arithmetic.real(value);
        int precision = spec.precision() < 0 ? 6 : spec.precision();
        if (precision > MOST_DIGITS) {
            throw run.failure("the format wants at most " + MOST_DIGITS + " digits");
        }
        String sign = number < 0 || 1 / number < 0 ? "-" : spec.sign();
        if (!Double.isFinite(number)) {
            return sign + Numbers.repr(Math.abs(number));
        }
        BigDecimal size = new BigDecimal(Math.abs(number));
        String digits =
                switch (kind) {
                    case 'f', 'F' -> fixed(size, precision, spec.grouped());
                    case 'e' -> scientific(size, precision);
                    case 'E' -> upper(scientific(size, precision));
                    case 'G' -> upper(general(size, Math.max(1, precision)));
                    default -> general(size, Math.max(1, precision));
                };
        return sign + digits;
    }

    private static String fixed(BigDecimal size, int precision, boolean grouped) {
        String plain = size.setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
        if (!grouped) {
            return plain;
        }
        int point = plain.indexOf('.') < 0 ? plain.length() : plain.indexOf('.');
        return grouped(plain.substring(0, point)) + plain.substring(point);
    }

    private static String scientific(BigDecimal size, int precision) {
        BigDecimal rounded = significant(size, precision + 1);
        int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        String mantissa =
                rounded.movePointLeft(exponent)
                        .setScale(precision, RoundingMode.HALF_EVEN)
                        .toPlainString();
        String power = String.format(Locale.ROOT, "%02d", Math.abs(exponent));
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + power;
    }

    private static BigDecimal significant(BigDecimal size, int digits) {
        int excess = size.precision() - digits;
        return excess <= 0 ? size : size.setScale(size.scale() - excess, RoundingMode.HALF_EVEN);
    }

    private static String general(BigDecimal size, int digits) {
        if (size.signum() == 0) {
            return "0";
        }
        BigDecimal rounded = significant(size, digits).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent < -4 || exponent >= digits) {
            return scientific(rounded, rounded.precision() - 1);
        }
        return rounded.toPlainString();
    }
}
