package dev.parlance.app;

import dev.parlance.cli.StartException;
import dev.parlance.config.ModelConfig;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.engine.llama.BundledModel;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
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

    /// As [#find], else the copy that the program's own jar carries, unpacked into the data folder:
    /// a jar that was moved away from its clone still answers.
    static Optional<Path> findOrUnpack(Path dataFolder) {
        return find().or(() -> unpack(dataFolder));
    }

    static Optional<Path> unpack(Path dataFolder) {
        try {
            return BundledModel.BUILTIN.unpack(dataFolder.resolve("builtin"));
        } catch (IOException e) {
            throw new StartException(
                    "The built-in model cannot be unpacked into " + dataFolder + ": " + e, e);
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

    /// It as a configured model. Requests that say nothing get the likeliest token each time: a
    /// model this small knows one good answer and little beside it.
    static ModelConfig configured(Path file, boolean preload) {
        Sampling greedy = Sampling.DEFAULT.with(SamplingParameter.TEMPERATURE, 0);
        return new ModelConfig(ID, file, List.of(), preload, null, true, "none", 0, greedy);
    }
}
