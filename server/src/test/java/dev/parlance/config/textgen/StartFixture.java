package dev.parlance.config.textgen;

import dev.parlance.config.Config;
import dev.parlance.config.Platform;
import dev.parlance.config.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A start in a folder, on a Linux machine whose environment is as given.
final class StartFixture {
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> flags = new HashMap<>();
    private final List<String> words = new ArrayList<>();

    StartFixture(Path folder) {
        this.folder = folder;
    }

    StartFixture file(String name, String content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.resolveSibling(""));
            Files.writeString(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    StartFixture variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /// One of our own flags.
    StartFixture flag(String name, String value) {
        flags.put(name, value);
        return this;
    }

    /// Words of text-generation-webui.
    StartFixture words(String line) {
        words.addAll(List.of(line.split(" ", -1)));
        return this;
    }

    Config load() {
        Platform platform = new Platform("Linux", Path.of("/home/ada"), environment);
        Sources sources = new Sources(null, folder, platform, flags);
        return Config.load(sources.with(TextgenStart.read(words, sources)));
    }

    /// A value and its origin.
    static String show(Config config, String path) {
        var setting = config.settings().at(path);
        return setting.shown() + " # " + setting.origin().phrase();
    }
}
