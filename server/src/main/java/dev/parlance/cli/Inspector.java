package dev.parlance.cli;

import dev.parlance.config.Config;
import java.util.List;

/// What can look at the engines of this installation without starting a server.
@FunctionalInterface
public interface Inspector {
    /// Its findings; it does not throw.
    List<Check> inspect(Config config);
}
