package dev.parlance.engine.llama.natives;

/// One file of a build.
///
/// @param path where it is in the package
/// @param sha256 of its content, in lower-case hexadecimal
/// @param bytes its size
public record NativeFile(String path, String sha256, long bytes) {
    /// Its name in the installed folder.
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
