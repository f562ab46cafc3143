package dev.parlance.config;

import dev.parlance.config.YamlNode.Mapping;
import dev.parlance.config.YamlNode.Scalar;
import dev.parlance.config.YamlNode.Sequence;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.wire.Nearest;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Finds the table's keys in a configuration file and refuses what is not in the table.
final class FileKeys {
    private final Path file;
    private final Path base;
    private final Consumer<Given> found;

    private FileKeys(Path file, Path base, Consumer<Given> found) {
        this.file = file;
        this.base = base;
        this.found = found;
    }

    /// Reads the file and hands over every key in it.
    ///
    /// @throws ConfigException when the file cannot be read or has an unknown key
    static void read(Path file, Path workingFolder, Consumer<Given> found) {
        Path absolute = workingFolder.resolve(file).toAbsolutePath();
        Path base = Optional.ofNullable(absolute.getParent()).orElse(workingFolder);
        new FileKeys(file, base, found).group(YamlFile.read(absolute, file), "", "");
    }

    /// @param pattern the group's place as in the table, empty or ending in a dot
    /// @param path the same with list elements numbered
    private void group(Mapping mapping, String pattern, String path) {
        mapping.members()
                .forEach((name, node) -> member(name, node, pattern + name, path + name, pattern));
    }

    private void member(
            String name, YamlNode node, String pattern, String path, String groupPattern) {
        Optional<Key> key = Keys.ALL.stream().filter(k -> k.path().equals(pattern)).findFirst();
        if (key.isPresent()) {
            leaf(key.get(), node, path);
        } else if (known(pattern + ".")) {
            subgroup(node, pattern, path);
        } else if (known(pattern + "[].")) {
            list(node, pattern, path);
        } else {
            throw unknown(name, node, groupPattern, path);
        }
    }

    private void leaf(Key key, YamlNode node, String path) {
        if (node.value() instanceof JsonNull) {
            throw problem(node, path + " has no value; give one or take the line out.");
        }
        found.accept(
                new Given(key, path, node.value(), new Origin.FileLine(file, node.line()), base));
    }

    private void subgroup(YamlNode node, String pattern, String path) {
        switch (node) {
            case Mapping mapping -> group(mapping, pattern + ".", path + ".");
            case Scalar(JsonNull _, _) -> {} // every line below the heading is commented out
            case Scalar _, Sequence _ ->
                    throw problem(node, path + " is a group: put its keys below it, indented.");
        }
    }

    private void list(YamlNode node, String pattern, String path) {
        switch (node) {
            case Sequence(var elements, _) -> {
                for (int i = 0; i < elements.size(); i++) {
                    if (!(elements.get(i) instanceof Mapping element)
                            || element.members().isEmpty()) {
                        throw problem(elements.get(i), path + " needs keys after each '- '.");
                    }
                    group(element, pattern + "[].", path + "[" + i + "].");
                }
            }
            case Scalar(JsonNull _, _) -> {}
            case Scalar _, Mapping _ ->
                    throw problem(node, path + " is a list: start each element with '- '.");
        }
    }

    private static boolean known(String prefix) {
        return Keys.ALL.stream().anyMatch(key -> key.path().startsWith(prefix));
    }

    private ConfigException problem(YamlNode node, String message) {
        return new ConfigException(file + ":" + node.line() + ": " + message);
    }

    /// Names the nearest key of the same group or, when another group has the very word, that one.
    private ConfigException unknown(String name, YamlNode node, String groupPattern, String path) {
        Set<String> siblings = new LinkedHashSet<>();
        String elsewhere = null;
        for (Key key : Keys.ALL) {
            if (key.path().startsWith(groupPattern)) {
                siblings.add(key.path().substring(groupPattern.length()).split("[.\\[]", 2)[0]);
            }
            if (key.path().endsWith("." + name)) {
                elsewhere = key.path();
            }
        }
        String nearest = Nearest.of(name, siblings);
        String group = path.substring(0, path.length() - name.length());
        String meant = group + nearest;
        if (elsewhere != null && Nearest.distance(name, nearest) > 2) {
            meant = elsewhere;
        }
        return problem(node, "unknown key '" + path + "'. Did you mean '" + meant + "'?");
    }
}
