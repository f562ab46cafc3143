package dev.parlance.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Amounts of bytes and lengths of time as people write them: `32MiB`, `90s`.
final class Units {
    private static final Pattern AMOUNT =
            Pattern.compile("\\s*([0-9]{1,18}(?:\\.[0-9]{1,6})?)\\s*([A-Za-z]*)\\s*");
    private static final Map<String, Long> BYTES =
            Map.of(
                    "",
                    1L,
                    "B",
                    1L,
                    "KiB",
                    1L << 10,
                    "MiB",
                    1L << 20,
                    "GiB",
                    1L << 30,
                    "KB",
                    1_000L,
                    "MB",
                    1_000_000L,
                    "GB",
                    1_000_000_000L);
    private static final Map<String, Long> NANOS =
            Map.of(
                    "ms",
                    1_000_000L,
                    "s",
                    1_000_000_000L,
                    "m",
                    60_000_000_000L,
                    "h",
                    3_600_000_000_000L);

    private Units() {}

    /// The bytes of `1024`, `32MiB` or `1.5 GB`.
    ///
    /// @throws ArithmeticException when it is no whole number of bytes or too large
    /// @throws NumberFormatException when it is no amount
    static long parseBytes(String text) {
        return parse(text, BYTES);
    }

    /// The time of `500ms`, `30s`, `10m` or `2h`.
    ///
    /// @throws ArithmeticException when it is too exact or too long
    /// @throws NumberFormatException when it is no time or lacks its unit
    static Duration parseTime(String text) {
        return Duration.ofNanos(parse(text, NANOS));
    }

    private static long parse(String text, Map<String, Long> units) {
        Matcher matcher = AMOUNT.matcher(text);
        Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new NumberFormatException("no amount");
        }
        return new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)).longValueExact();
    }

    /// The bytes in the largest unit that leaves a whole number.
    static String bytes(long amount) {
        if (amount != 0 && amount % (1 << 30) == 0) {
            return (amount >> 30) + "GiB";
        }
        if (amount != 0 && amount % (1 << 20) == 0) {
            return (amount >> 20) + "MiB";
        }
        return amount != 0 && amount % (1 << 10) == 0 ? (amount >> 10) + "KiB" : amount + "B";
    }

    /// The time in the largest unit that leaves a whole number.
    static String time(Duration time) {
        long millis = time.toMillis();
        if (millis != 0 && millis % 3_600_000 == 0) {
            return millis / 3_600_000 + "h";
        }
        if (millis != 0 && millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
