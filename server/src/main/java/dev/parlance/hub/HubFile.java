package dev.parlance.hub;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One file of a repository.
///
/// @param path in the repository, with slashes
/// @param size in bytes; -1 when not known
/// @param sha256 64 lower-case hex digits, or `null` when not known
public record HubFile(String path, long size, @Nullable String sha256) {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public HubFile {
        SafePath.check(path);
        if (sha256 != null && !isSha256(sha256)) {
            throw new HubException("'" + sha256 + "' is not a SHA-256.");
        }
    }

    /// True for 64 lower-case hex digits.
    public static boolean isSha256(String text) {
        return SHA256.matcher(text).matches();
    }

    /// True for a model, false for what only goes with one.
    boolean isModel() {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return name.endsWith(".gguf") && !name.contains("mmproj") && !name.startsWith("imatrix");
    }
}
