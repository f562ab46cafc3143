package dev.parlance.engine.llama.natives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Fetches a build with npm, checks it, and puts it in its place.
final class NativeInstaller {
    private static final long MIB = 1 << 20;

    private final InstalledBuilds installed;
    private final Optional<NpmClient> npm;

    NativeInstaller(InstalledBuilds installed, Optional<NpmClient> npm) {
        this.installed = installed;
        this.npm = npm;
    }

    /// True when builds can be fetched.
    boolean hasNpm() {
        return npm.isPresent();
    }

    /// Installs this build unless it is there and whole.
    ///
    /// @param patience how long npm may take
    /// @param say told each step
    /// @return its folder
    /// @throws InstallException when that fails; then nothing is left of it
    Path install(NativeBuild build, Duration patience, Consumer<String> say)
            throws InterruptedException {
        if (installed.isPresent(build)) {
            Optional<String> flaw = installed.flaw(build);
            if (flaw.isEmpty()) {
                say.accept(build.title() + " is there already.");
                return installed.place(build);
            }
            say.accept(build.title() + " is there, but " + flaw.get() + "; it is replaced.");
        }
        NpmClient client =
                npm.orElseThrow(() ->
                        new InstallException(
                                "npm is not on the PATH, and "
                                        + build.title()
                                        + " is fetched with it. Install Node.js, or name a folder"
                                        + " that holds llama.cpp "
                                        + build.release()
                                        + " with --natives."));
        Path temporary = null;
        try {
            temporary = installed.unfinished();
            requireRoom(build, temporary);
            say.accept(
                    "Fetching %s with npm: %s, %d MB ..."
                            .formatted(
                                    build.title(), build.packageSpec(), build.packageMegabytes()));
            Path packed = client.pack(build, temporary, patience);
            checkIntegrity(build, packed);
            say.accept("Unpacking and checking " + build.files().size() + " files ...");
            installed.finish(build, unpack(build, packed, temporary));
            return installed.place(build);
        } catch (IOException e) {
            throw new InstallException(
                    build.title() + " cannot be installed: " + e.getMessage(), e);
        } finally {
            cleanUp(temporary);
        }
    }

    private static void requireRoom(NativeBuild build, Path folder) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        long needed = build.packageBytes() + build.bytes();
        if (free < needed) {
            throw new InstallException(
                    "%s needs %d MiB while it is installed, but only %d MiB are free in %s."
                            .formatted(
                                    build.title(),
                                    needed / MIB + 1,
                                    free / MIB,
                                    folder.getParent()));
        }
    }

    private static void checkIntegrity(NativeBuild build, Path packed) throws IOException {
        long bytes = Files.size(packed);
        if (bytes != build.packageBytes()) {
            throw new InstallException(
                    "What npm fetched as "
                            + build.packageSpec()
                            + " has "
                            + bytes
                            + " bytes instead of "
                            + build.packageBytes()
                            + ", so it was cut or is something else; nothing was unpacked.");
        }
        String integrity = Digests.integrity(packed);
        if (!integrity.equals(build.integrity())) {
            throw new InstallException(
                    "What npm fetched as "
                            + build.packageSpec()
                            + " is not the package that Parlance was made with (its hash is "
                            + integrity
                            + "); nothing was unpacked.");
        }
    }

    private static Path unpack(NativeBuild build, Path packed, Path temporary) throws IOException {
        Path prepared =
                Files.createDirectory(
                        temporary.resolve(build.folderName()), InstalledBuilds.ownerOnly());
        PackedFiles.take(
                packed,
                build.files().stream().map(NativeFile::path).collect(Collectors.toSet()),
                prepared);
        for (NativeFile file : build.files()) {
            Path path = prepared.resolve(file.name());
            if (!Files.isRegularFile(path) || !Digests.sha256(path).equals(file.sha256())) {
                throw new InstallException(
                        "The package "
                                + build.packageSpec()
                                + " does not hold "
                                + file.path()
                                + " as it must be.");
            }
        }
        return prepared;
    }

    private static void cleanUp(@Nullable Path temporary) {
        if (temporary != null) {
            try {
                InstalledBuilds.delete(temporary);
            } catch (IOException _) {
                // The next installation removes what is left.
            }
        }
    }
}
