package dev.parlance.engine.llama;

import dev.parlance.engine.llama.ffm.LibraryFile;
import dev.parlance.engine.llama.ffm.LlamaLibrary;
import java.nio.file.Path;

/// The choice of native library: the operator's own, or the one that comes along.
final class LlamaLibraries {
    private LlamaLibraries() {}

    static LlamaLibrary open(LlamaSettings settings) {
        Path own = settings.library();
        return LlamaLibrary.open(
                own != null ? own : LibraryFile.forThisPlatform().unpack(settings.nativeFolder()));
    }
}
