package dev.parlance.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything that configuration is read from.
///
/// @param file the file named by `--config`, which must exist; `null` for `parlance.yaml` in the
///   working folder, if there is one
/// @param workingFolder where relative paths in environment and flags start
/// @param platform the machine's defaults and environment
/// @param flags the values given on the command line, by the flag's name with its dashes
/// @param foreign what was given in the words of another program
public record Sources(
        @Nullable Path file,
        Path workingFolder,
        Platform platform,
        Map<String, String> flags,
        Foreign foreign) {
    public Sources {
        flags = Map.copyOf(flags);
    }

    /// Sources without another program's.
    public Sources(
            @Nullable Path file, Path workingFolder, Platform platform, Map<String, String> flags) {
        this(file, workingFolder, platform, flags, Foreign.NONE);
    }

    /// What this process was given, with these flags.
    public static Sources current(@Nullable Path file, Map<String, String> flags) {
        return new Sources(file, Path.of("").toAbsolutePath(), Platform.current(), flags);
    }

    /// The same with what was given in the words of another program.
    public Sources with(Foreign further) {
        return new Sources(file, workingFolder, platform, flags, further);
    }
}
