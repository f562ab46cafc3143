package dev.parlance.engine.llama.natives;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// Packed packages that a test makes, and an npm that serves them.
final class PackageFixture {
    private final ByteArrayOutputStream tar = new ByteArrayOutputStream();
    private final List<NativeFile> files = new ArrayList<>();

    /// A package like the real ones: two libraries, a licence, and things that nobody wants.
    static PackageFixture usual() {
        return new PackageFixture()
                .wanted("package/bins/x/libllama.v1.so", "the model part ".repeat(100))
                .entry('0', "package/dist/index.js", "never run")
                .wanted("package/bins/x/libggml.so", "x".repeat(512))
                .wanted("package/LICENSE", "MIT");
    }

    PackageFixture wanted(String path, String content) {
        files.add(new NativeFile(path, sha256(content), content.length()));
        return entry('0', path, content);
    }

    PackageFixture entry(char type, String path, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
        byte[] header = new byte[512];
        put(header, 0, path);
        put(header, 100, "0000644");
        put(header, 124, "%011o".formatted(bytes.length));
        put(header, 136, "00000000000");
        header[156] = (byte) type;
        put(header, 257, "ustar");
        put(header, 148, " ".repeat(8));
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, "%06o".formatted(sum));
        header[154] = 0;
        tar.writeBytes(header);
        tar.writeBytes(bytes);
        tar.writeBytes(new byte[Math.floorMod(-bytes.length, 512)]);
        return this;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    List<NativeFile> files() {
        return files;
    }

    byte[] packed() {
        byte[] raw = tar.toByteArray();
        return gzip(raw, raw.length);
    }

    /// The same cut after so many bytes of the unpacked form.
    byte[] cutAfter(int bytes) {
        return gzip(tar.toByteArray(), bytes);
    }

    private static byte[] gzip(byte[] raw, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(raw, 0, length);
            if (length == raw.length) {
                gzip.write(new byte[1024]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// The build that this package holds, as the list of builds would describe it.
    NativeBuild build() {
        return build(packed());
    }

    /// A build of these files, in a package with this content.
    NativeBuild build(byte[] packed) {
        try {
            Path file = Files.createTempFile("parlance", ".tgz");
            try {
                Files.write(file, packed);
                return new NativeBuild(
                        "linux-x86_64",
                        "cpu",
                        "9.9.9",
                        "@scope/x",
                        "1.2.3",
                        packed.length,
                        Digests.integrity(file),
                        files);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String content) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /// An npm that copies this package to where it is told, as `npm pack` does.
    static NpmClient npmServing(Path folder, byte[] packed) throws IOException {
        Path file = Files.write(folder.resolve("served"), packed);
        return npmDoing(
                folder,
                """
                while [ $# -gt 0 ]; do
                  if [ "$1" = --pack-destination ]; then dest=$2; fi
                  shift
                done
                echo called >> '%s/calls'
                cp '%s' "$dest/scope-x-1.2.3.tgz"
                """
                        .formatted(folder, file));
    }

    /// An npm that runs this shell script.
    static NpmClient npmDoing(Path folder, String script) throws IOException {
        Path npm = Files.writeString(folder.resolve("npm"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(npm, PosixFilePermissions.fromString("rwx------"));
        return NpmClient.find(folder.toString()).orElseThrow();
    }
}
