package dev.parlance.config;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One thing that can be configured.
///
/// @param path its place in the file, kebab-case words joined by dots; `[]` after a word stands for
///   the elements of a list: `listeners[].tls.key-file`
/// @param type what values it takes, bounds included
/// @param fallback its value when nobody sets it, written as in the file; `null` for none.
///   `${data-dir}` stands for that key's value and `${port}` for the platform's usual port
/// @param doc one line that says what it is
/// @param aliases further names of its environment variable, for the first element of a list
/// @param flag the command-line flag that sets it, or `null`
/// @param required true when every element of its list must have it
public record Key(
        String path,
        ValueType type,
        @Nullable String fallback,
        String doc,
        List<String> aliases,
        @Nullable String flag,
        boolean required) {
    public Key {
        aliases = List.copyOf(aliases);
    }

    /// A key without flag or further names.
    static Key of(String path, ValueType type, @Nullable String fallback, String doc) {
        return new Key(path, type, fallback, doc, List.of(), null, false);
    }

    /// The same key with this flag.
    Key withFlag(String name) {
        return new Key(path, type, fallback, doc, aliases, name, required);
    }

    /// The same key with a further environment variable that sets it in the first element.
    Key withAlias(String name) {
        return new Key(path, type, fallback, doc, List.of(name), flag, required);
    }

    /// The same key, not to be left out.
    Key mandatory() {
        return new Key(path, type, fallback, doc, aliases, flag, true);
    }

    /// True when it belongs to the elements of a list.
    public boolean repeated() {
        return path.contains("[]");
    }

    /// The list that it belongs to, e.g. `listeners`; only for a repeated key.
    String list() {
        return path.substring(0, path.indexOf("[]"));
    }

    /// Its environment variable; `N` stands for the element's number, counted from 0.
    public String environmentName() {
        return "PARLANCE_"
                + path.replace("[]", ".#")
                        .replace('.', '_')
                        .replace('-', '_')
                        .toUpperCase(Locale.ROOT)
                        .replace('#', 'N');
    }

    /// Its path in the element with this number.
    public String pathAt(int index) {
        return path.replace("[]", "[" + index + "]");
    }
}
