package dev.parlance.config;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.model.KeepAlive;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What values a key takes. Each variant turns what was written into a checked Java value.
///
/// Environment and flags give every value as text, so each variant reads its text form too.
public sealed interface ValueType {
    /// The words for "must be ...": `a whole number from 0 to 65535`.
    String phrase();

    /// The checked value.
    ///
    /// @param base the folder that relative paths start from
    /// @throws IllegalArgumentException when it is none, with the reason as a clause
    Object read(JsonValue raw, Path base);

    /// How a value of this type is printed: as it would be written in the file.
    default String show(Object value) {
        return value.toString();
    }

    /// Text, not empty. Its value is a `String`.
    record Text() implements ValueType {
        @Override
        public String phrase() {
            return "text";
        }

        @Override
        public Object read(JsonValue raw, Path base) {
            return Written.text(raw, "is not text; put it in quotes");
        }
    }

    /// Text that is never shown. Its value is a [Secret].
    record SecretText() implements ValueType {
        @Override
        public String phrase() {
            return "secret text, or a reference: ${env:NAME} or ${file:PATH}";
        }

        @Override
        public Object read(JsonValue raw, Path base) {
            return new Secret(Written.text(raw, "is not text; put it in quotes"));
        }
    }

    /// Yes or no. Its value is a `Boolean`.
    record Switch() implements ValueType {
        @Override
        public String phrase() {
            return "true or false";
        }

        @Override
        public Object read(JsonValue raw, Path base) {
            if (raw instanceof JsonBoolean(boolean value)) {
                return value;
            }
            return switch (raw instanceof JsonString(String text) ? text : "") {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException(Written.refusal(this, raw));
            };
        }
    }

    /// A whole number within bounds. Its value is a `Long`.
    record Whole(long min, long max) implements ValueType {
        @Override
        public String phrase() {
            return "a whole number from " + min + " to " + max;
        }

        @Override
        public Object read(JsonValue raw, Path base) {
            try {
                long value = Written.number(raw).longValueExact();
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (ArithmeticException | NumberFormatException _) {
                // Said below, together with the bounds.
            }
            throw new IllegalArgumentException(Written.refusal(this, raw));
        }
    }

    /// A number within bounds. Its value is a `Double`.
    record Decimal(double min, double max) implements ValueType {
        @Override
        public String phrase() {
            return "a number from " + plain(min) + " to " + plain(max);
        }

        @Override
        public Object read(JsonValue raw, Path base) {
            try {
                double value = Written.number(raw).doubleValue();
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException _) {
                // Said below, together with the bounds.
            }
            throw new IllegalArgumentException(Written.refusal(this, raw));
        }

        @Override
        public String show(Object value) {
            return plain((Double) value);
        }

        private static String plain(double number) {
            return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
        }
    }

    /// One of a few words. Its value is a `String` in lower case.
    record Choice(List<String> words) implements ValueType {
        public Choice {
            words = List.copyOf(words);
        }

        @Override
        public String phrase() {
            return "one of " + String.join(", ", words);
        }

        @Override
        public Object read(JsonValue raw, Path base) {
            String text = raw instanceof JsonString(String value) ? value : "";
            String word = text.toLowerCase(Locale.ROOT);
            if (words.contains(word)) {
                return word;
            }
            throw new IllegalArgumentException(Written.refusal(this, raw));
        }
    }

    /// An amount of bytes. Its value is a `Long`.
    record Bytes(long min, long max) implements ValueType {
        @Override
        public String phrase() {
            return "an amount of bytes from " + Units.bytes(min) + " to " + Units.bytes(max);
        }

        @Override
        public Object read(JsonValue raw, Path base) {
            try {
                long value =
                        raw instanceof JsonString(String text)
                                ? Units.parseBytes(text)
                                : Written.number(raw).longValueExact();
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (ArithmeticException | NumberFormatException _) {
                // Said below, together with the bounds.
            }
            throw new IllegalArgumentException(Written.refusal(this, raw));
        }

        @Override
        public String show(Object value) {
            return Units.bytes((Long) value);
        }
    }

    /// A length of time. Its value is a `Duration`.
    record Time(Duration min, Duration max) implements ValueType {
        @Override
        public String phrase() {
            return "a time from " + Units.time(min) + " to " + Units.time(max);
        }

        @Override
        public Object read(JsonValue raw, Path base) {
            if (!(raw instanceof JsonString(String text))) {
                throw new IllegalArgumentException("needs a unit: ms, s, m or h, as in 30s");
            }
            try {
                Duration value = Units.parseTime(text);
                if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0) {
                    return value;
                }
            } catch (ArithmeticException | NumberFormatException _) {
                // Said below, together with the bounds.
            }
            throw new IllegalArgumentException(Written.refusal(this, raw));
        }

        @Override
        public String show(Object value) {
            return Units.time((Duration) value);
        }
    }

    /// How long a model stays in memory. Its value is a [KeepAlive].
    record Stay() implements ValueType {
        @Override
        public String phrase() {
            return "a time such as 10m or 1h30m, 0 for not at all, or forever";
        }

        @Override
        public Object read(JsonValue raw, Path base) {
            try {
                return KeepAlive.read(raw);
            } catch (IllegalArgumentException _) {
                throw new IllegalArgumentException(Written.refusal(this, raw));
            }
        }
    }

    /// A file or folder; `~/` is the home folder. Its value is an absolute `Path`.
    record FilePath() implements ValueType {
        @Override
        public String phrase() {
            return "a path";
        }

        @Override
        public Object read(JsonValue raw, Path base) {
            return Written.path(Written.text(raw, "is not a path; put it in quotes"), base);
        }
    }

    /// A list of texts; as text, separated by commas. Its value is a `List<String>`.
    record TextList() implements ValueType {
        @Override
        public String phrase() {
            return "a list of texts";
        }

        @Override
        public Object read(JsonValue raw, Path base) {
            return Written.list(raw);
        }
    }

    /// A list of paths; as text, separated by commas. Its value is a `List<Path>`.
    record PathList() implements ValueType {
        @Override
        public String phrase() {
            return "a list of paths";
        }

        @Override
        public Object read(JsonValue raw, Path base) {
            List<Path> paths = new ArrayList<>();
            for (String text : Written.list(raw)) {
                paths.add(Written.path(text, base));
            }
            return List.copyOf(paths);
        }
    }

    /// Names and texts; as text, `name=text` separated by commas. Its value is a `Map<String,
    /// String>` in the order written.
    record TextMap() implements ValueType {
        @Override
        public String phrase() {
            return "names with a text each";
        }

        @Override
        public Object read(JsonValue raw, Path base) {
            Map<String, String> entries = new LinkedHashMap<>();
            if (raw instanceof JsonObject(var members)) {
                members.forEach((name, value) ->
                        entries.put(name, Written.text(value, "holds a value that is no text")));
                return entries;
            }
            for (String entry : Written.list(raw)) {
                int equals = entry.indexOf('=');
                if (equals < 1 || equals == entry.length() - 1) {
                    throw new IllegalArgumentException("holds '" + entry + "', not name=text");
                }
                entries.put(entry.substring(0, equals).strip(), entry.substring(equals + 1));
            }
            return entries;
        }
    }
}
