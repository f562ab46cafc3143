package dev.parlance.cli;

import dev.parlance.config.Config;
import java.nio.file.Path;
import java.util.List;

/// What can look at the engines of this installation without starting a server.
@FunctionalInterface
public interface Inspector {
    /// Its findings; it does not throw.
    List<Check> inspect(Config config);

    /// What the file of a model says of itself, and whether it can be run; it does not throw.
    default List<Check> inspectModel(Path file) {
        return List.of();
    }
}
