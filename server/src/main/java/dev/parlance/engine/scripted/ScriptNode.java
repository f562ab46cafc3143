package dev.parlance.engine.scripted;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.wire.Nearest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One object of a script with its path, read key by key. Errors name the path; keys that nobody
/// asked for are refused by [#end].
final class ScriptNode {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?) ?(ms|s|m)");
    private static final Duration LONGEST = Duration.ofHours(1);

    private final String path;
    private final JsonObject object;
    private final Set<String> known = new TreeSet<>();

    private ScriptNode(String path, JsonObject object) {
        this.path = path;
        this.object = object;
    }

    static ScriptNode of(String path, JsonValue value) {
        if (value instanceof JsonObject object) {
            return new ScriptNode(path, object);
        }
        throw new ScriptException(
                (path.isEmpty() ? "the script" : path) + ": write keys and values here");
    }

    /// The path of a key below this node.
    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    ScriptException wrong(String key, String why) {
        return new ScriptException(path(key) + ": " + why);
    }

    @Nullable JsonValue get(String key) {
        known.add(key);
        JsonValue value = object.get(key);
        return value instanceof JsonNull ? null : value;
    }

    boolean has(String key) {
        return get(key) != null;
    }

    @Nullable String text(String key) {
        JsonValue value = get(key);
        return switch (value) {
            case null -> null;
            case JsonString(var text) -> text;
            case JsonNumber(var number) -> number.toPlainString();
            case JsonBoolean _, JsonNull _, JsonArray _, JsonObject _ ->
                    throw wrong(key, "write a text here");
        };
    }

    String text(String key, String fallback) {
        String text = text(key);
        return text == null ? fallback : text;
    }

    String requiredText(String key) {
        String text = text(key);
        if (text == null || text.isEmpty()) {
            throw wrong(key, "this text is needed");
        }
        return text;
    }

    @Nullable Boolean flag(String key) {
        JsonValue value = get(key);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonBoolean(boolean flag)) {
            return flag;
        }
        throw wrong(key, "write true or false");
    }

    @Nullable Integer number(String key, int min, int max) {
        JsonValue value = get(key);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonNumber number
                && number.isIntegral()
                && number.value().compareTo(BigDecimal.valueOf(min)) >= 0
                && number.value().compareTo(BigDecimal.valueOf(max)) <= 0) {
            return number.value().intValueExact();
        }
        throw wrong(key, "write a whole number from " + min + " to " + max);
    }

    int number(String key, int min, int max, int fallback) {
        Integer number = number(key, min, max);
        return number == null ? fallback : number;
    }

    /// A log probability: at most 0.
    double logprob(String key) {
        JsonValue value = get(key);
        if (value instanceof JsonNumber(var number) && number.signum() <= 0) {
            return number.doubleValue();
        }
        throw wrong(key, "write a log probability: a number of at most 0");
    }

    @Nullable Duration duration(String key) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        Matcher matcher = DURATION.matcher(text.strip());
        if (!matcher.matches()) {
            throw wrong(key, "'" + text + "' is no duration; write 250ms, 1.5s or 2m");
        }
        long millis =
                switch (matcher.group(2)) {
                    case "ms" -> 1;
                    case "s" -> 1000;
                    default -> 60_000;
                };
        BigDecimal nanos =
                new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(millis * 1_000_000));
        if (nanos.compareTo(BigDecimal.valueOf(LONGEST.toNanos())) > 0) {
            throw wrong(key, "'" + text + "' is longer than an hour");
        }
        return Duration.ofNanos(nanos.longValue());
    }

    Duration duration(String key, Duration fallback) {
        Duration duration = duration(key);
        return duration == null ? fallback : duration;
    }

    /// The entries of a list; a single value stands for a list of one.
    List<JsonValue> list(String key) {
        JsonValue value = get(key);
        return switch (value) {
            case null -> List.of();
            case JsonArray(var values) -> values;
            case JsonValue one -> List.of(one);
        };
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (JsonValue value : list(key)) {
            if (!(value instanceof JsonString(var text))) {
                throw wrong(key, "write a list of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    /// The objects of a list; a single object stands for a list of one.
    List<ScriptNode> nodes(String key) {
        List<JsonValue> values = list(key);
        List<ScriptNode> nodes = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            nodes.add(of(path(key) + "[" + i + "]", values.get(i)));
        }
        return nodes;
    }

    @Nullable ScriptNode node(String key) {
        JsonValue value = get(key);
        return value == null ? null : of(path(key), value);
    }

    /// Returns if every key of the object was asked for.
    void end() {
        for (String key : object.members().keySet()) {
            if (!known.contains(key)) {
                throw wrong(key, "not a key here; did you mean '" + Nearest.of(key, known) + "'?");
            }
        }
    }
}
