package dev.parlance.app;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/// The model that comes with Parlance.
final class BuiltinModel {
    /// Its id.
    static final String ID = "parlance-builtin";

    private static final Path PLACE = Path.of("models", "builtin", "parlance-builtin.gguf");
    private static final int FOLDERS_UP = 6;

    private BuiltinModel() {}

    /// Its file: in the clone or release that this program was started from. Empty when the jar was
    /// taken out of it.
    static Optional<Path> find() {
        CodeSource source = BuiltinModel.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return Optional.empty();
        }
        try {
            return find(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Its file under the nearest folder above this one that has it.
    static Optional<Path> find(Path start) {
        Path folder = start.toAbsolutePath();
        for (int up = 0; up < FOLDERS_UP && folder != null; up++) {
            Path file = folder.resolve(PLACE);
            if (Files.isRegularFile(file)) {
                return Optional.of(file);
            }
            folder = folder.getParent();
        }
        return Optional.empty();
    }
}
