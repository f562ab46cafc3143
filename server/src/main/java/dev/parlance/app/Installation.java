package dev.parlance.app;

import dev.parlance.cli.Check;
import dev.parlance.config.Config;
import java.util.ArrayList;
import java.util.List;

/// What `doctor` learns from the engines.
final class Installation {
    private Installation() {}

    /// The findings about engines and the built-in model.
    static List<Check> inspect(Config config) {
        List<Check> checks = new ArrayList<>();
        checks.add(
                BuiltinModel.find()
                        .map(file -> Check.fine("Built-in model", file.toString()))
                        .orElseGet(() ->
                                Check.problem(
                                        "Built-in model",
                                        "not found",
                                        "Start Parlance from its own folder.")));
        return checks;
    }
}
