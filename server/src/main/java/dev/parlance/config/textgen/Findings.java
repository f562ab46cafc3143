package dev.parlance.config.textgen;

import dev.parlance.config.Foreign;
import dev.parlance.config.Given;
import dev.parlance.config.Origin;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonString;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What has been found so far, by its strength.
final class Findings {
    /// How strong something is, the weakest first.
    enum Rank {
        /// Weaker than everything that anybody writes.
        USUAL,
        FILE,
        FLAG,
        VARIABLE;

        /// That of a flag, which may stand in a file.
        static Rank of(Said said) {
            return said.typed() ? FLAG : FILE;
        }
    }

    private final Path base;
    private final Map<Rank, List<Given>> givens = new EnumMap<>(Rank.class);
    private final List<String> notices = new ArrayList<>();

    /// Nothing yet.
    ///
    /// @param base where relative paths start
    Findings(Path base) {
        this.base = base;
        for (Rank rank : Rank.values()) {
            givens.put(rank, new ArrayList<>());
        }
    }

    void put(Rank rank, String path, String value, Origin origin) {
        at(rank).add(Given.of(path, JsonValue.of(value), origin, base));
    }

    void notice(String sentence) {
        notices.add(sentence);
    }

    private List<Given> at(Rank rank) {
        return givens.getOrDefault(rank, new ArrayList<>());
    }

    /// What is found for a key with this strength.
    Optional<Given> find(Rank rank, String path) {
        return at(rank).stream()
                .filter(given -> given.path().equals(path))
                .reduce((_, last) -> last);
    }

    /// The value found for a key with this strength.
    Optional<String> value(Rank rank, String path) {
        return find(rank, path)
                .map(given -> given.raw() instanceof JsonString(var text) ? text : "");
    }

    /// The strongest value found for a key.
    Optional<String> strongest(String path) {
        return value(Rank.VARIABLE, path)
                .or(() -> value(Rank.FLAG, path))
                .or(() -> value(Rank.FILE, path))
                .or(() -> value(Rank.USUAL, path));
    }

    /// Everything with this strength.
    List<Given> all(Rank rank) {
        return List.copyOf(at(rank));
    }

    Foreign result() {
        return new Foreign(
                at(Rank.USUAL), at(Rank.FILE), at(Rank.FLAG), at(Rank.VARIABLE), notices);
    }
}
