package dev.parlance.engine.llama.natives;

import java.util.List;

/// A build of llama.cpp that Parlance knows down to the last byte.
///
/// @param platform such as `linux-x86_64`
/// @param variant `cpu`, or the kind of GPU it can use beside
/// @param release of llama.cpp
/// @param packageName the npm package that holds it
/// @param packageVersion that one alone
/// @param packageBytes size of the packed package
/// @param integrity the SHA-512 of the packed package, as npm writes it
/// @param files what is taken from it
public record NativeBuild(
        String platform,
        String variant,
        String release,
        String packageName,
        String packageVersion,
        long packageBytes,
        String integrity,
        List<NativeFile> files) {
    public NativeBuild {
        files = List.copyOf(files);
    }

    /// The name of its folder.
    public String folderName() {
        return "llama.cpp-" + release + "-" + platform + "-" + variant;
    }

    /// What people call it.
    public String title() {
        return "llama.cpp " + release + " (" + variant + ")";
    }

    /// The bytes of all its files.
    public long bytes() {
        return files.stream().mapToLong(NativeFile::bytes).sum();
    }

    /// The size of the packed package for people, in megabytes.
    long packageMegabytes() {
        return Math.round(packageBytes / 1e6);
    }

    /// How npm is asked for it.
    public String packageSpec() {
        return packageName + "@" + packageVersion;
    }
}
