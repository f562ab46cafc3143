package dev.parlance.config.textgen;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The flags that hold: each once, the command line before the file, the last of equals.
final class Merged {
    private final Map<String, Said> byName = new LinkedHashMap<>();

    Merged(List<Said> written, List<Said> typed) {
        written.forEach(said -> byName.put(said.flag().name(), said));
        typed.forEach(said -> byName.put(said.flag().name(), said));
    }

    /// All of them.
    List<Said> all() {
        return new ArrayList<>(byName.values());
    }

    /// The flag of this name, if somebody wrote it.
    Optional<Said> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// True when somebody wrote it.
    boolean has(String name) {
        return byName.containsKey(name);
    }
}
