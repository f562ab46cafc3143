package dev.parlance.config;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Brings file, environment and flags together; the later wins, and the rest gets its default.
final class Resolver {
    private final Sources sources;
    private final Map<String, Given> given = new LinkedHashMap<>();
    private final SequencedMap<String, Setting> settings = new LinkedHashMap<>();

    private Resolver(Sources sources) {
        this.sources = sources;
    }

    /// Every key's value and origin.
    ///
    /// @throws ConfigException when anything given is unknown or out of bounds
    static Settings resolve(Sources sources, @Nullable Path file) {
        Resolver resolver = new Resolver(sources);
        Path folder = sources.workingFolder();
        Foreign foreign = sources.foreign();
        foreign.defaults().forEach(resolver::add);
        if (file != null) {
            FileKeys.read(file, folder, resolver::add);
        }
        foreign.files().forEach(resolver::add);
        EnvironmentKeys.read(sources.platform().environment(), folder, resolver::add);
        sources.flags().forEach(resolver::flag);
        foreign.flags().forEach(resolver::add);
        foreign.variables().forEach(resolver::add);
        resolver.fill();
        return new Settings(resolver.settings);
    }

    private void add(Given value) {
        given.put(value.path(), value);
    }

    private void flag(String name, String value) {
        Key key =
                Keys.ALL.stream()
                        .filter(k -> name.equals(k.flag()))
                        .findFirst()
                        .orElseThrow(() -> new ConfigException("Unknown flag " + name + "."));
        Origin origin = new Origin.Flag(name);
        add(new Given(key, key.pathAt(0), JsonValue.of(value), origin, sources.workingFolder()));
    }

    private void fill() {
        Set<String> listsDone = new LinkedHashSet<>();
        for (Key key : Keys.ALL) {
            if (!key.repeated()) {
                put(key, key.path());
            } else if (listsDone.add(key.list())) {
                fillList(key.list());
            }
        }
        given.values().stream()
                .filter(value -> !settings.containsKey(value.path()))
                .findFirst()
                .ifPresent(value -> {
                    throw new ConfigException(
                            value.origin().phrase()
                                    + " sets "
                                    + value.path()
                                    + ", but an element before it is missing.");
                });
    }

    private void fillList(String list) {
        // There is always one listener, if only by default.
        for (int i = 0;
                (i == 0 && list.equals("listeners")) || isGiven(list + "[" + i + "].");
                i++) {
            for (Key key : Keys.ALL) {
                if (key.repeated() && key.list().equals(list)) {
                    put(key, key.pathAt(i));
                }
            }
        }
    }

    private boolean isGiven(String prefix) {
        return given.keySet().stream().anyMatch(path -> path.startsWith(prefix));
    }

    private void put(Key key, String path) {
        Given value = given.get(path);
        if (value != null) {
            settings.put(path, new Setting(key, path, read(value), value.origin()));
            return;
        }
        if (key.required()) {
            String element = path.substring(0, path.indexOf(']') + 1);
            throw new ConfigException(
                    element + " needs " + path.substring(element.length() + 1) + ".");
        }
        String fallback = fallback(key);
        Object read =
                fallback == null
                        ? null
                        : key.type().read(JsonValue.of(fallback), sources.workingFolder());
        settings.put(path, new Setting(key, path, read, new Origin.Fallback()));
    }

    private @Nullable String fallback(Key key) {
        String fallback = key.fallback();
        if (fallback == null) {
            return null;
        }
        return switch (fallback) {
            case "${platform}" -> sources.platform().dataFolder().toString();
            case "${port}" -> String.valueOf(sources.platform().port());
            default ->
                    fallback.startsWith("${data-dir}")
                            ? dataFolder() + fallback.substring("${data-dir}".length())
                            : fallback;
        };
    }

    private String dataFolder() {
        Setting setting = settings.get("data-dir");
        return setting == null ? "" : String.valueOf(setting.value());
    }

    private Object read(Given value) {
        try {
            return value.key().type().read(dereference(value), value.base());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    value.origin().phrase() + ": " + value.path() + " " + e.getMessage() + ".", e);
        }
    }

    /// What `${env:NAME}` or `${file:PATH}` stands for; anything else is itself.
    private JsonValue dereference(Given value) {
        if (!(value.raw() instanceof JsonString(String text))
                || !text.startsWith("${")
                || !text.endsWith("}")) {
            return value.raw();
        }
        String reference = text.substring(2, text.length() - 1);
        if (reference.startsWith("env:")) {
            String name = reference.substring("env:".length());
            String content = sources.platform().environment().get(name);
            if (content == null) {
                throw new IllegalArgumentException("refers to the unset variable " + name);
            }
            return JsonValue.of(content);
        }
        if (reference.startsWith("file:")) {
            Path file = Written.path(reference.substring("file:".length()), value.base());
            try {
                return JsonValue.of(Files.readString(file).strip());
            } catch (IOException e) {
                throw new IllegalArgumentException("refers to a file that cannot be read: " + e, e);
            }
        }
        throw new IllegalArgumentException(
                "has an unknown reference; known are ${env:NAME} and ${file:PATH}");
    }
}
