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
record Given(Key key, String path, JsonValue raw, Origin origin, Path base) {}
