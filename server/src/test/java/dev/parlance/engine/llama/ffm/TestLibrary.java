package dev.parlance.engine.llama.ffm;

import dev.parlance.engine.llama.natives.LibraryChoice;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The native library for tests: the one of the folder that PARLANCE_TEST_NATIVES names, or the one
/// that comes along, unpacked once under the build folder.
public final class TestLibrary {
    private TestLibrary() {}

    public static LlamaLibrary open() {
        Path named = named();
        return named == null ? maven() : LlamaLibrary.open(named);
    }

    /// The one that comes along.
    static LlamaLibrary maven() {
        return LlamaLibrary.open(LibraryFile.forThisPlatform().unpack(Path.of("target", "native")));
    }

    /// The same for an engine.
    public static LibraryChoice choice() {
        Path named = named();
        return named == null ? LibraryChoice.MAVEN : LibraryChoice.named(named);
    }

    /// The folder that tests are told to use, or null.
    public static @Nullable Path named() {
        String folder = System.getenv("PARLANCE_TEST_NATIVES");
        return folder == null || folder.isBlank() ? null : Path.of(folder);
    }
}
