package dev.parlance.engine.llama.grammar;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// The numbers between bounds that are multiples of a number.
///
/// @param integral true for whole numbers alone
/// @param multiple a positive number, or null
record NumberRange(
        boolean integral,
        @Nullable Bound lower,
        @Nullable Bound upper,
        @Nullable BigDecimal multiple) {
    static final NumberRange ALL = new NumberRange(false, null, null, null);

    /// @param open true when the number itself is outside
    record Bound(BigDecimal value, boolean open) {}

    boolean isAll() {
        return lower == null && upper == null && multiple == null;
    }

    NumberRange and(NumberRange other) {
        return new NumberRange(
                integral || other.integral,
                tighter(lower, other.lower, 1),
                tighter(upper, other.upper, -1),
                common(multiple, other.multiple));
    }

    private static @Nullable Bound tighter(@Nullable Bound a, @Nullable Bound b, int sign) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        int order = a.value.compareTo(b.value) * sign;
        if (order == 0) {
            return a.open ? a : b;
        }
        return order > 0 ? a : b;
    }

    private static @Nullable BigDecimal common(@Nullable BigDecimal a, @Nullable BigDecimal b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        int scale = Math.max(a.scale(), b.scale());
        BigInteger x = a.setScale(scale).unscaledValue();
        BigInteger y = b.setScale(scale).unscaledValue();
        return new BigDecimal(x.divide(x.gcd(y)).multiply(y), scale);
    }

    /// True when no number is in both.
    boolean isApartFrom(NumberRange other) {
        NumberRange both = and(other);
        if (both.lower == null || both.upper == null) {
            return false;
        }
        int order = both.lower.value.compareTo(both.upper.value);
        return order > 0 || (order == 0 && (both.lower.open || both.upper.open));
    }
}
