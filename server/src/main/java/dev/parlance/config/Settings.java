package dev.parlance.config;

import dev.parlance.core.model.KeepAlive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Every key's value and origin, in the table's order, list elements one after the other.
public final class Settings {
    private final SequencedMap<String, Setting> byPath;

    Settings(SequencedMap<String, Setting> byPath) {
        this.byPath = new LinkedHashMap<>(byPath);
    }

    /// All of them.
    public List<Setting> all() {
        return List.copyOf(byPath.values());
    }

    /// The setting at this place, e.g. `listeners[0].port`.
    public Setting at(String path) {
        Setting setting = byPath.get(path);
        if (setting == null) {
            throw new IllegalArgumentException("no such key: " + path);
        }
        return setting;
    }

    /// How many elements this list has.
    int size(String list) {
        Pattern element = Pattern.compile(Pattern.quote(list) + "\\[([0-9]+)].*");
        TreeSet<Integer> numbers = new TreeSet<>();
        for (String path : byPath.keySet()) {
            Matcher matcher = element.matcher(path);
            if (matcher.matches()) {
                numbers.add(Integer.valueOf(matcher.group(1)));
            }
        }
        return numbers.size();
    }

    <T> @Nullable T find(String path, Class<T> type) {
        return type.cast(at(path).value());
    }

    private <T> T value(String path, Class<T> type) {
        T value = find(path, type);
        if (value == null) {
            throw new IllegalStateException(path + " has neither value nor default");
        }
        return value;
    }

    String text(String path) {
        return value(path, String.class);
    }

    boolean on(String path) {
        return value(path, Boolean.class);
    }

    /// A whole number whose key keeps it within an `int`.
    int number(String path) {
        return Math.toIntExact(value(path, Long.class));
    }

    long bytes(String path) {
        return value(path, Long.class);
    }

    Duration time(String path) {
        return value(path, Duration.class);
    }

    KeepAlive stay(String path) {
        return value(path, KeepAlive.class);
    }

    Path path(String path) {
        return value(path, Path.class);
    }

    List<String> texts(String path) {
        List<?> list = find(path, List.class);
        return list == null ? List.of() : list.stream().map(String.class::cast).toList();
    }

    List<Path> paths(String path) {
        List<?> list = find(path, List.class);
        return list == null ? List.of() : list.stream().map(Path.class::cast).toList();
    }

    Map<String, String> map(String path) {
        Map<?, ?> map = find(path, Map.class);
        Map<String, String> texts = new LinkedHashMap<>();
        if (map != null) {
            map.forEach((name, text) -> texts.put((String) name, (String) text));
        }
        return texts;
    }
}
