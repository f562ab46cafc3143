package dev.parlance.config.textgen;

import dev.parlance.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which of text-generation-webui's files are read.
///
/// None unless a flag asks for the API, a profile of it, or names them: a folder that happens to
/// hold such files does not configure this server.
///
/// @param flags `CMD_FLAGS.txt`
/// @param settings `settings.yaml` or `settings.json`
/// @param models its folder of models
/// @param prompts its folder of characters, templates and presets
record StartFiles(
        @Nullable Path flags,
        @Nullable Path settings,
        @Nullable Path models,
        @Nullable Path prompts) {
    private static final List<String> PROMPTS =
            List.of("characters", "instruction-templates", "presets");

    private static final Path USUAL = Path.of("user_data");

    /// The files for these flags of the command line.
    ///
    /// @throws ConfigException when one is named and not there
    static StartFiles find(Merged typed, boolean asked, Path workingFolder) {
        Optional<Path> named = typed.find("--user-data-dir").map(said -> Path.of(said.value()));
        named.ifPresent(folder -> {
            if (!Files.isDirectory(workingFolder.resolve(folder))) {
                throw new ConfigException("--user-data-dir: " + folder + " is no folder.");
            }
        });
        Optional<Path> settings = typed.find("--settings").map(said -> Path.of(said.value()));
        settings.ifPresent(file -> {
            if (!Files.isRegularFile(workingFolder.resolve(file))) {
                throw new ConfigException("--settings: " + file + " does not exist.");
            }
        });
        if (!asked && named.isEmpty()) {
            return new StartFiles(null, settings.orElse(null), null, null);
        }
        boolean current = named.isPresent() || Files.isDirectory(workingFolder.resolve(USUAL));
        Path folder = named.orElse(current ? USUAL : Path.of(""));
        Path models = folder.resolve("models");
        return new StartFiles(
                existing(workingFolder, folder, "CMD_FLAGS.txt"),
                settings.orElse(existing(workingFolder, folder, "settings.yaml", "settings.json")),
                // A folder "models" beside CMD_FLAGS.txt is anybody's; in user_data it is theirs.
                current && Files.isDirectory(workingFolder.resolve(models)) ? models : null,
                current && hasPrompts(workingFolder.resolve(folder)) ? folder : null);
    }

    private static boolean hasPrompts(Path folder) {
        return PROMPTS.stream().anyMatch(name -> Files.isDirectory(folder.resolve(name)));
    }

    private static @Nullable Path existing(Path workingFolder, Path folder, String... names) {
        return List.of(names).stream()
                .map(folder::resolve)
                .filter(file -> Files.isRegularFile(workingFolder.resolve(file)))
                .findFirst()
                .orElse(null);
    }
}
