package dev.parlance.config;

import org.jspecify.annotations.Nullable;

/// One key with the value it has and where that came from.
///
/// @param key the key
/// @param path its place, list elements numbered: `listeners[0].port`
/// @param value what the key's type made of it; `null` when it has no value
/// @param origin who set it
public record Setting(Key key, String path, @Nullable Object value, Origin origin) {
    /// The value as it would be written in the file, secrets masked, nothing as `(none)`.
    public String shown() {
        return value == null ? "(none)" : key.type().show(value);
    }
}
