package dev.parlance.cli;

import dev.parlance.config.Config;
import dev.parlance.config.ModelConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The model files that this configuration names or finds, without opening any.
final class LocalModels {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_FILES = 10_000;

    private LocalModels() {}

    /// The configured models' files, then those in the folders; what cannot be read is left out.
    static List<Path> files(Config config) {
        List<Path> files = new ArrayList<>();
        for (ModelConfig model : config.models().configured()) {
            files.add(model.path());
        }
        for (Path folder : config.models().folders()) {
            files.addAll(in(folder));
        }
        return files;
    }

    private static List<Path> in(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(folder, MAX_DEPTH)) {
            return found.limit(MAX_FILES)
                    .filter(file -> file.toString().endsWith(".gguf"))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException _) {
            return List.of();
        }
    }
}
