package dev.parlance.engine.llama.natives;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Which native library an engine opens.
///
/// @param place its file or folder; `null` for the one that comes along
/// @param required false when the one that comes along may stand in for it
/// @param title one line for people: what it is, and why it is used
public record LibraryChoice(@Nullable Path place, boolean required, String title) {
    /// The one that comes along.
    public static final LibraryChoice MAVEN =
            new LibraryChoice(null, true, "llama.cpp b4916, which comes along");

    /// The one that the operator names.
    public static LibraryChoice named(Path place) {
        return new LibraryChoice(place, true, "llama.cpp in " + place);
    }
}
