package dev.parlance.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A folder with a configuration file, on a Linux machine whose environment is as given.
record ConfigFixture(Path folder, Map<String, String> environment, Map<String, String> flags) {

    /// A file with every key in it.
    static String allKeys() throws IOException {
        try (InputStream in = ConfigFixture.class.getResourceAsStream("all-keys.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static ConfigFixture in(Path folder) {
        return new ConfigFixture(folder, Map.of(), Map.of());
    }

    ConfigFixture withFile(String yaml) {
        try {
            Files.writeString(folder.resolve("parlance.yaml"), yaml);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ConfigFixture withEnvironment(String... pairs) {
        return new ConfigFixture(folder, map(pairs), flags);
    }

    ConfigFixture withFlags(String... pairs) {
        return new ConfigFixture(folder, environment, map(pairs));
    }

    Config load() {
        return load(null);
    }

    Config load(@Nullable Path file) {
        Platform platform = new Platform("Linux", Path.of("/home/ada"), environment);
        return Config.load(new Sources(file, folder, platform, flags));
    }

    private static Map<String, String> map(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
