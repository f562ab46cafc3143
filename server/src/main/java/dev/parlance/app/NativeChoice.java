package dev.parlance.app;

import dev.parlance.cli.EngineLibraries;
import dev.parlance.cli.StartException;
import dev.parlance.config.Config;
import dev.parlance.config.ConfigException;
import dev.parlance.config.LlamaConfig;
import dev.parlance.engine.llama.natives.InstallException;
import dev.parlance.engine.llama.natives.LibraryChoice;
import dev.parlance.engine.llama.natives.NativeLibraries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The native library as the configuration wants it, and the commands around it.
final class NativeChoice implements EngineLibraries {
    private static final Logger LOG = LoggerFactory.getLogger(NativeChoice.class);

    /// Where native libraries are kept.
    static Path folder(Config config) {
        return config.dataDir().resolve("natives");
    }

    /// The library that a server with this configuration opens.
    ///
    /// @throws ConfigException when it names one that does not exist
    static LibraryChoice of(Config config) {
        String natives = config.llama().natives();
        return switch (natives) {
            case LlamaConfig.AUTO -> NativeLibraries.in(folder(config)).best(LOG::warn);
            case LlamaConfig.MAVEN -> LibraryChoice.MAVEN;
            default -> named(Path.of(natives));
        };
    }

    private static LibraryChoice named(Path place) {
        if (!Files.exists(place)) {
            throw new ConfigException(
                    "natives: there is no file or folder "
                            + place
                            + ". It is auto, maven, or the folder that holds libllama.");
        }
        return LibraryChoice.named(place.toAbsolutePath().normalize());
    }

    @Override
    public List<String> list(Config config) {
        return NativeLibraries.in(folder(config)).describe(of(config));
    }

    @Override
    public String install(Config config, String variant, Consumer<String> say)
            throws InterruptedException {
        try {
            Path place = NativeLibraries.in(folder(config)).install(variant, say);
            return "Installed in " + place + ". A server uses it from its next start on.";
        } catch (InstallException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public String remove(Config config, String variant) {
        try {
            return NativeLibraries.in(folder(config)).remove(variant)
                    ? "Removed the variant " + variant + "."
                    : "The variant " + variant + " is not installed.";
        } catch (InstallException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void prepare(Config config, Consumer<String> say) throws InterruptedException {
        if (config.llama().natives().equals(LlamaConfig.AUTO)) {
            NativeLibraries.in(folder(config)).prepare(say);
        }
    }
}
