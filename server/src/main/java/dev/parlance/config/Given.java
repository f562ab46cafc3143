package dev.parlance.config;

import dev.parlance.core.json.JsonValue;
import java.nio.file.Path;

/// What somebody wrote for one key.
///
/// @param key the key
/// @param path its place, list elements numbered
/// @param raw what was written
/// @param origin who wrote it
/// @param base the folder that its relative paths start from
public record Given(Key key, String path, JsonValue raw, Origin origin, Path base) {

    /// What was written for the key at this place, such as `listeners[0].port`.
    ///
    /// @throws IllegalArgumentException when there is no such key
    public static Given of(String path, JsonValue raw, Origin origin, Path base) {
        String pattern = path.replaceAll("\\[[0-9]+]", "[]");
        Key key =
                Keys.ALL.stream()
                        .filter(k -> k.path().equals(pattern))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no such key: " + path));
        return new Given(key, path, raw, origin, base);
    }
}
