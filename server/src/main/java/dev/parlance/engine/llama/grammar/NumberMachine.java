package dev.parlance.engine.llama.grammar;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The decimal numbers of a range, written without an exponent, as an automaton that compares digit
/// by digit. Exact for bounds of any size.
final class NumberMachine {
    private static final BigInteger MOST_REMAINDERS = BigInteger.valueOf(10_000);
    private static final int MOST_FRACTION = 10;
    // What a double holds exactly; only a bound with more digits makes numbers longer.
    private static final int EXACT_DIGITS = 15;
    private static final int FEW_REMAINDERS = 100;
    private static final int FEWER_DIGITS = 9;

    private enum Phase {
        START,
        MINUS,
        ZERO,
        WHOLE,
        POINT,
        FRACTION
    }

    /// What is known of a number after some of its digits.
    ///
    /// @param digits before the point, or after it, once that has come
    /// @param low order of the digits so far against the smallest magnitude
    /// @param high order of the digits so far against the largest magnitude
    /// @param rest of the digits, by what the number must be a multiple of
    private record Read(
            Phase phase, boolean negative, int digits, int low, int high, int rest, boolean zero) {}

    /// A magnitude to compare with, digit by digit.
    private record Limit(String whole, String fraction, boolean open) {
        static Limit of(BigDecimal magnitude, boolean open) {
            String plain = magnitude.stripTrailingZeros().toPlainString();
            int point = plain.indexOf('.');
            return point < 0
                    ? new Limit(plain, "", open)
                    : new Limit(plain.substring(0, point), plain.substring(point + 1), open);
        }
    }

    private final NumberRange range;
    private final int mod;
    private final int scale;
    private final int mostDigits;
    private final @Nullable Limit[] least = new Limit[2];
    private final @Nullable Limit[] most = new Limit[2];
    private final boolean[] possible = {true, true};

    private NumberMachine(NumberRange range) {
        this.range = range;
        BigDecimal multiple = range.multiple();
        if (multiple == null) {
            mod = 1;
            scale = range.integral() ? 0 : MOST_FRACTION;
        } else {
            BigDecimal plain = multiple.stripTrailingZeros();
            BigDecimal whole = plain.scale() < 0 ? plain.setScale(0) : plain;
            if (whole.unscaledValue().compareTo(MOST_REMAINDERS) > 0) {
                throw new GrammarException(
                        "multiples of " + multiple.toPlainString() + " are not supported");
            }
            BigInteger unscaled = whole.unscaledValue();
            // Of a whole number only multiples without a fraction are possible.
            mod = range.integral() ? wholeMultiple(unscaled, whole.scale()) : unscaled.intValue();
            scale = range.integral() ? 0 : whole.scale();
        }
        bound(range.lower(), 0, 1);
        bound(range.upper(), 1, -1);
        // Digits times remainders are states; of large remainders there may be fewer digits.
        mostDigits = longest(mod <= FEW_REMAINDERS ? EXACT_DIGITS : FEWER_DIGITS);
    }

    private int longest(int digits) {
        int longest = digits;
        for (Limit limit : new Limit[] {least[0], least[1], most[0], most[1]}) {
            longest = limit == null ? longest : Math.max(longest, limit.whole.length());
        }
        return longest;
    }

    private static int wholeMultiple(BigInteger unscaled, int scale) {
        BigInteger unit = BigInteger.TEN.pow(scale);
        return unscaled.divide(unscaled.gcd(unit)).intValue();
    }

    /// @param sign 1 for a lower bound, -1 for an upper one
    private void bound(NumberRange.@Nullable Bound bound, int below, int sign) {
        if (bound == null) {
            return;
        }
        int signum = bound.value().signum() * sign;
        Limit limit = Limit.of(bound.value().abs(), bound.open());
        if (signum > 0) {
            // All numbers lie on the bound's side of zero, and further out.
            least[below] = limit;
            possible[1 - below] = false;
        } else if (signum < 0) {
            most[1 - below] = limit;
        } else if (below == 0) {
            least[0] = limit;
            possible[1] = false;
        } else {
            most[0] = limit;
        }
    }

    /// @throws GrammarException when the automaton would be too large
    static Automaton of(NumberRange range, Effort effort) {
        NumberMachine machine = new NumberMachine(range);
        return Automaton.explore(
                new Read(Phase.START, false, 0, 0, 0, 0, true),
                machine::moves,
                machine::accepts,
                effort);
    }

    private Map<Read, CodePoints> moves(Read read) {
        Map<Read, CodePoints> moves = new LinkedHashMap<>();
        switch (read.phase) {
            case START -> {
                if (possible[1]) {
                    moves.put(new Read(Phase.MINUS, true, 0, 0, 0, 0, true), CodePoints.of('-'));
                }
                if (possible[0]) {
                    digits(read, moves, false);
                }
            }
            case MINUS -> digits(read, moves, false);
            case ZERO -> point(read, moves);
            case WHOLE -> {
                if (read.digits < mostDigits) {
                    digits(read, moves, false);
                }
                point(read, moves);
            }
            case POINT, FRACTION -> {
                if (read.digits < scale) {
                    digits(read, moves, true);
                }
            }
        }
        return moves;
    }

    private void digits(Read read, Map<Read, CodePoints> moves, boolean fraction) {
        boolean first = read.phase == Phase.START || read.phase == Phase.MINUS;
        int side = read.negative ? 1 : 0;
        for (int digit = 0; digit < 10; digit++) {
            Phase phase = Phase.WHOLE;
            if (fraction) {
                phase = Phase.FRACTION;
            } else if (first && digit == 0) {
                phase = Phase.ZERO;
            }
            Read next =
                    new Read(
                            phase,
                            read.negative,
                            read.digits + 1,
                            order(read.low, least[side], read.digits, digit, fraction),
                            order(read.high, most[side], read.digits, digit, fraction),
                            (read.rest * 10 + digit) % mod,
                            read.zero && digit == 0);
            moves.merge(next, CodePoints.of('0' + digit), CodePoints::or);
        }
    }

    private static int order(
            int before, @Nullable Limit limit, int at, int digit, boolean fraction) {
        if (limit == null || before != 0) {
            return before;
        }
        String digits = fraction ? limit.fraction : limit.whole;
        int other = at < digits.length() ? digits.charAt(at) - '0' : 0;
        // Beyond the whole part of the limit its length decides, not the digits.
        return !fraction && at >= digits.length() ? 0 : Integer.signum(digit - other);
    }

    private void point(Read read, Map<Read, CodePoints> moves) {
        if (scale > 0) {
            int side = read.negative ? 1 : 0;
            moves.put(
                    new Read(
                            Phase.POINT,
                            read.negative,
                            0,
                            whole(read, read.low, least[side]),
                            whole(read, read.high, most[side]),
                            read.rest,
                            read.zero),
                    CodePoints.of('.'));
        }
    }

    /// The order of the whole part, its length considered.
    private static int whole(Read read, int order, @Nullable Limit limit) {
        if (limit == null) {
            return 0;
        }
        return read.digits == limit.whole.length()
                ? order
                : Integer.signum(read.digits - limit.whole.length());
    }

    private boolean accepts(Read read) {
        boolean fraction = read.phase == Phase.FRACTION;
        if (read.phase != Phase.ZERO && read.phase != Phase.WHOLE && !fraction) {
            return false;
        }
        if (read.negative && read.zero) {
            return false;
        }
        int side = read.negative ? 1 : 0;
        int low = order(read, read.low, least[side], fraction);
        int high = order(read, read.high, most[side], fraction);
        Limit from = least[side];
        Limit to = most[side];
        return (from == null || low > 0 || (low == 0 && !from.open))
                && (to == null || high < 0 || (high == 0 && !to.open))
                && isMultiple(read, fraction);
    }

    private static int order(Read read, int order, @Nullable Limit limit, boolean fraction) {
        if (limit == null) {
            return 0;
        }
        int whole = fraction ? order : whole(read, order, limit);
        int seen = fraction ? read.digits : 0;
        // What the limit still has after the point is more than nothing.
        return whole == 0 && limit.fraction.length() > seen ? -1 : whole;
    }

    private boolean isMultiple(Read read, boolean fraction) {
        if (range.multiple() == null) {
            return true;
        }
        int missing = scale - (fraction ? read.digits : 0);
        return BigInteger.TEN
                        .pow(missing)
                        .multiply(BigInteger.valueOf(read.rest))
                        .mod(BigInteger.valueOf(mod))
                        .signum()
                == 0;
    }
}
