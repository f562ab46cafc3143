package dev.parlance.engine.llama.ffm;

import java.nio.file.Path;

/// The native library for tests, unpacked once under the build folder.
public final class TestLibrary {
    private TestLibrary() {}

    public static LlamaLibrary open() {
        return LlamaLibrary.open(LibraryFile.forThisPlatform().unpack(Path.of("target", "native")));
    }
}
