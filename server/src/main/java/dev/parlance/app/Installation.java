package dev.parlance.app;

import dev.parlance.cli.Check;
import dev.parlance.cli.Inspector;
import dev.parlance.config.Config;
import dev.parlance.engine.llama.LlamaEngine;
import dev.parlance.engine.llama.LlamaSettings;
import dev.parlance.engine.llama.ffm.IncompatibleLibraryException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/// What `doctor` learns from the engines.
final class Installation implements Inspector {
    private static final String NATIVE = "Native library";

    @Override
    public List<Check> inspectModel(Path file) {
        return ModelInspection.of(file);
    }

    @Override
    public List<Check> inspect(Config config) {
        List<Check> checks = new ArrayList<>();
        checks.add(
                BuiltinModel.findOrUnpack(config.dataDir())
                        .map(file -> Check.fine("Built-in model", file.toString()))
                        .orElseGet(() ->
                                Check.problem(
                                        "Built-in model",
                                        "not found",
                                        "Start Parlance from its own folder.")));
        checks.add(library(config));
        return checks;
    }

    private static Check library(Config config) {
        LlamaSettings settings = Wiring.llama(config, List.of(), List.of());
        try (LlamaEngine engine = new LlamaEngine(settings, Clock.system(ZoneId.systemDefault()))) {
            return Check.fine(NATIVE, engine.describeLibrary());
        } catch (IncompatibleLibraryException e) {
            return Check.problem(
                    NATIVE,
                    String.valueOf(e.getMessage()),
                    "Use ./parlance dev, which needs no native library, or another library with --natives.");
        }
    }
}
