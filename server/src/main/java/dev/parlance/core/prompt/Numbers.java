package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Value.Int;
import dev.parlance.core.prompt.Value.Real;
import java.math.BigDecimal;
import java.math.BigInteger;

/// Numbers as Python reads and prints them.
final class Numbers {

    /// Larger integers have no use in a prompt and would cost quadratic time to print.
    static final int MAX_BITS = 4096;

    private static final int MAX_DIGITS = 1200;

    private Numbers() {}

    /// The value of an integer literal: decimal, or `0x`, `0o`, `0b`, with `_` between digits.
    static Int integer(Execution run, String literal) {
        String text = literal.replace("_", "");
        int radix = radix(text);
        String digits = radix == 10 ? text : text.substring(2);
        if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
            throw run.failure("an integer literal wants 1 to " + MAX_DIGITS + " digits");
        }
        if (radix == 10 && digits.charAt(0) == '0' && !digits.chars().allMatch(c -> c == '0')) {
            throw run.failure("a decimal literal begins with 0");
        }
        return new Int(new BigInteger(digits, radix));
    }

    private static int radix(String text) {
        if (text.length() < 2 || text.charAt(0) != '0') {
            return 10;
        }
        return switch (text.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 10;
        };
    }

    static Real real(String literal) {
        return new Real(Double.parseDouble(literal));
    }

    /// The shortest text that reads back as this double, in Python's layout.
    static String repr(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal decimal = shortest(value);
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent < -4 || exponent >= 16) {
            return scientific(decimal, exponent);
        }
        String plain = decimal.toPlainString();
        return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }

    private static BigDecimal shortest(double value) {
        // Java prints the smallest doubles with one digit more than needed.
        if (Math.abs(value) == Double.MIN_VALUE) {
            return new BigDecimal(value > 0 ? "5e-324" : "-5e-324");
        }
        return new BigDecimal(Double.toString(value)).stripTrailingZeros();
    }

    private static String scientific(BigDecimal decimal, int exponent) {
        String digits = decimal.unscaledValue().abs().toString();
        String sign = decimal.signum() < 0 ? "-" : "";
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String power = (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "");
        return sign + digits.charAt(0) + fraction + "e" + power + Math.abs(exponent);
    }
}
