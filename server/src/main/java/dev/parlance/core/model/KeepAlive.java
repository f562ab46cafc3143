package dev.parlance.core.model;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonString;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How long a model stays in memory after its last use.
///
/// @param time zero to leave at once, at most [#LONGEST]; `null` to stay
public record KeepAlive(@Nullable Duration time) {
    /// The name of the request field that says it, in every dialect that has it.
    public static final String FIELD = "keep_alive";

    /// The longest time that is not forever.
    public static final Duration LONGEST = Duration.ofDays(366);

    /// Until somebody unloads it.
    public static final KeepAlive FOREVER = new KeepAlive(null);

    private static final String WORD = "forever";
    private static final String FORM =
            "a time such as 30s, 10m or 1h30m, a number of seconds, 0 to leave at once, or '"
                    + WORD
                    + "' (a negative number says the same)";
    private static final int MAX_TEXT = 64;
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(ms|s|m|h)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,12}(?:\\.\\d{1,9})?");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L);

    public KeepAlive {
        if (time != null && (time.isNegative() || time.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException("is longer than " + LONGEST.toDays() + " days");
        }
    }

    /// This long.
    public static KeepAlive of(Duration time) {
        return new KeepAlive(time);
    }

    /// What this value says: text as [#parse] takes it, or a number of seconds, negative for
    /// forever.
    ///
    /// @throws IllegalArgumentException when it says nothing, with the reason as a clause
    public static KeepAlive read(JsonValue value) {
        return switch (value) {
            case JsonString(var text) -> parse(text);
            case JsonNumber(var seconds) -> seconds(seconds);
            default -> throw new IllegalArgumentException("is not " + FORM);
        };
    }

    /// What this text says: `10m`, `1h30m`, `90` (seconds), `0`, `forever`, or anything with a
    /// minus sign before it, which is forever too.
    ///
    /// @throws IllegalArgumentException when it says nothing, with the reason as a clause
    public static KeepAlive parse(String text) {
        if (text.equals(WORD)) {
            return FOREVER;
        }
        String amount = text.startsWith("-") ? text.substring(1) : text;
        if (amount.isEmpty() || amount.length() > MAX_TEXT) {
            throw new IllegalArgumentException("is not " + FORM);
        }
        Duration time =
                NUMBER.matcher(amount).matches()
                        ? millis(new BigDecimal(amount), MILLIS.getOrDefault("s", 1L))
                        : sum(amount);
        return text.startsWith("-") ? FOREVER : new KeepAlive(time);
    }

    private static KeepAlive seconds(BigDecimal seconds) {
        if (seconds.signum() < 0) {
            return FOREVER;
        }
        if (seconds.compareTo(BigDecimal.valueOf(LONGEST.toSeconds())) > 0) {
            throw new IllegalArgumentException("is longer than " + LONGEST.toDays() + " days");
        }
        return new KeepAlive(millis(seconds, 1000));
    }

    private static Duration sum(String amounts) {
        Matcher matcher = AMOUNT.matcher(amounts);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            sum =
                    sum.plus(
                            millis(
                                    new BigDecimal(matcher.group(1)),
                                    MILLIS.getOrDefault(matcher.group(2), 1L)));
            end = matcher.end();
        }
        if (end != amounts.length()) {
            throw new IllegalArgumentException("is not " + FORM);
        }
        return sum;
    }

    private static Duration millis(BigDecimal amount, long unit) {
        return Duration.ofMillis(amount.multiply(BigDecimal.valueOf(unit)).longValue());
    }

    /// As [#parse] reads it.
    @Override
    public String toString() {
        if (time == null) {
            return WORD;
        }
        long millis = time.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        StringBuilder text = new StringBuilder();
        append(text, time.toHours(), "h");
        append(text, time.toMinutesPart(), "m");
        append(text, time.toSecondsPart(), "s");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }
}
