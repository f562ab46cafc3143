package dev.parlance.engine.llama;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// A model file on the class path, unpacked for native code, which reads files only.
///
/// @param resource its path on the class path, such as `models/parlance-builtin.gguf`
public record BundledModel(String resource) {
    /// The built-in model.
    public static final BundledModel BUILTIN = new BundledModel("models/parlance-builtin.gguf");

    /// Unpacks the file under this folder, in a sub-folder named by its digest, unless the same is
    /// there already.
    ///
    /// @return the file; empty when the class path has no such resource
    /// @throws IOException when it cannot be written
    public Optional<Path> unpack(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, "unpacking", ".part");
        try (InputStream in = BundledModel.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                return Optional.empty();
            }
            MessageDigest digest = sha256();
            Files.copy(
                    new DigestInputStream(in, digest), part, StandardCopyOption.REPLACE_EXISTING);
            String hex = HexFormat.of().formatHex(digest.digest(), 0, 8);
            String name = resource.substring(resource.lastIndexOf('/') + 1);
            Path target = folder.resolve(hex).resolve(name);
            // The same digest is the same content, unless somebody has meddled with its length.
            if (!Files.exists(target) || Files.size(target) != Files.size(part)) {
                Files.createDirectories(folder.resolve(hex));
                Files.move(
                        part,
                        target,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
            return Optional.of(target);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
