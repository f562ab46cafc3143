package dev.parlance.engine.llama.ffm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/// The native library inside the jar `de.kherud:llama:4.2.0` for one platform: where it is, and
/// what its content must be. Unpacked under its own digest, so that two versions or two users never
/// meet on one path, and checked against the digest before every use.
///
/// @param resource its path on the class path
/// @param sha256 of its content, in lower-case hexadecimal
public record LibraryFile(String resource, String sha256) {
    private static final String ROOT = "de/kherud/llama/";
    private static final Map<String, LibraryFile> BY_PLATFORM =
            Map.of(
                    "linux-x86_64",
                    new LibraryFile(
                            ROOT + "Linux/x86_64/libjllama.so",
                            "93276c536d00f037c37ed6ec1e55be9c828940f4a0af59af10a8f638a31bbc3c"),
                    "linux-aarch64",
                    new LibraryFile(
                            ROOT + "Linux/aarch64/libjllama.so",
                            "d852c1625b2dac90a974613a2f019ecabf0c5d7bc054dcc14a05246d5aa2a1a7"),
                    "mac-aarch64",
                    new LibraryFile(
                            ROOT + "Mac/aarch64/libjllama.dylib",
                            "7ba2311dc634e24b572512a2279357327511ad3d77dea032a77feab77c14d341"),
                    "mac-x86_64",
                    new LibraryFile(
                            ROOT + "Mac/x86_64/libjllama.dylib",
                            "02ec1b3570cde80e5fbfc3ba56b5de68ffef2a26e7b470a89547a80e87120e81"));

    /// The library for the platform this process runs on.
    ///
    /// @throws IncompatibleLibraryException when there is none
    public static LibraryFile forThisPlatform() {
        return forPlatform(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static LibraryFile forPlatform(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String arch = osArch.equals("amd64") ? "x86_64" : osArch;
        String platform =
                (os.contains("linux") ? "linux" : os.contains("mac") ? "mac" : os) + "-" + arch;
        LibraryFile file = BY_PLATFORM.get(platform);
        if (file == null) {
            throw new IncompatibleLibraryException(
                    "No native library for "
                            + osName
                            + " on "
                            + osArch
                            + " comes with Parlance: GGUF models run on Linux and macOS, on x86_64"
                            + " and aarch64. (The Windows library does not export the functions"
                            + " that are needed.)");
        }
        return file;
    }

    /// Unpacks the library under this folder unless it is there already, and checks it.
    ///
    /// @return the file, readable by this user only
    /// @throws IncompatibleLibraryException when it cannot be written or is not what it must be
    public Path unpack(Path folder) {
        Path home = folder.resolve(sha256);
        Path target = home.resolve(fileName());
        try {
            if (Files.exists(target) && digest(target).equals(sha256)) {
                return target;
            }
            createPrivate(home);
            Path part = Files.createTempFile(home, "unpacking", ".part");
            try {
                copy(part);
                Files.move(
                        part,
                        target,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
            return target;
        } catch (IOException e) {
            throw new IncompatibleLibraryException(
                    "The native library cannot be unpacked: " + e.getMessage(), e);
        }
    }

    private String fileName() {
        return resource.substring(resource.lastIndexOf('/') + 1);
    }

    private void copy(Path part) throws IOException {
        MessageDigest digest = sha256Digest();
        try (InputStream in = LibraryFile.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IncompatibleLibraryException(
                        "The native library is not on the class path: " + resource);
            }
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(part), digest)) {
                in.transferTo(out);
            }
        }
        String actual = HexFormat.of().formatHex(digest.digest());
        if (!actual.equals(sha256)) {
            throw new IncompatibleLibraryException(
                    "The native library on the class path is not the one Parlance was made with:"
                            + " its SHA-256 is "
                            + actual
                            + ".");
        }
    }

    private static void createPrivate(Path folder) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }

    private static String digest(Path file) throws IOException {
        MessageDigest digest = sha256Digest();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
