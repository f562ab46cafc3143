package dev.parlance.engine.llama;

import dev.parlance.engine.llama.ffm.IncompatibleLibraryException;
import dev.parlance.engine.llama.ffm.LibraryFile;
import dev.parlance.engine.llama.ffm.LlamaLibrary;
import dev.parlance.engine.llama.natives.LibraryChoice;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the native library that was chosen, or the one that comes along in its place.
final class LlamaLibraries {
    private static final Logger LOG = LoggerFactory.getLogger(LlamaLibraries.class);

    private LlamaLibraries() {}

    static LlamaLibrary open(LlamaSettings settings) {
        LibraryChoice choice = settings.library();
        Path place = choice.place();
        if (place == null) {
            return maven(settings);
        }
        try {
            return LlamaLibrary.open(place);
        } catch (IncompatibleLibraryException e) {
            if (choice.required()) {
                throw e;
            }
            LOG.warn(
                    "{} cannot be used, so the library that comes along is: {}",
                    choice.title(),
                    e.getMessage());
            return maven(settings);
        }
    }

    private static LlamaLibrary maven(LlamaSettings settings) {
        return LlamaLibrary.open(LibraryFile.forThisPlatform().unpack(settings.nativeFolder()));
    }
}
