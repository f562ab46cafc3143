package dev.parlance.engine.llama.natives;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The builds in a folder, each in a folder of its own that only this user can read. A build is
/// there whole or not at all: it gets its name when it is complete. Safe for several processes.
final class InstalledBuilds {
    private static final String UNFINISHED = ".unfinished-";
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Path folder;

    InstalledBuilds(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /// Where this build is or would be.
    Path place(NativeBuild build) {
        return folder.resolve(build.folderName());
    }

    /// True when something is in the build's place.
    boolean isPresent(NativeBuild build) {
        return Files.exists(place(build), LinkOption.NOFOLLOW_LINKS);
    }

    /// What is wrong with the build in its place, if anything: a file that is missing, changed, or
    /// not its own (all libraries in the folder are opened).
    Optional<String> flaw(NativeBuild build) {
        Path place = place(build);
        try {
            if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of("it is not there");
            }
            Set<String> names =
                    build.files().stream().map(NativeFile::name).collect(Collectors.toSet());
            for (Path file : entries(place)) {
                if (!names.contains(String.valueOf(file.getFileName()))) {
                    return Optional.of(file.getFileName() + " does not belong to it");
                }
            }
            for (NativeFile file : build.files()) {
                Path path = place.resolve(file.name());
                if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    return Optional.of(file.name() + " is missing");
                }
                if (Files.size(path) != file.bytes()
                        || !Digests.sha256(path).equals(file.sha256())) {
                    return Optional.of(file.name() + " was changed");
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("it cannot be read: " + e.getMessage());
        }
    }

    /// A new folder to prepare a build in, on the same file system as the place it will have.
    Path unfinished() throws IOException {
        createPrivate();
        dropAbandoned();
        return Files.createTempDirectory(folder, UNFINISHED, ownerOnly());
    }

    /// Gives a prepared build its place. When another process was faster, its result stays.
    void finish(NativeBuild build, Path prepared) throws IOException {
        Path place = place(build);
        if (isPresent(build) && flaw(build).isPresent()) {
            remove(build);
        }
        try {
            Files.move(prepared, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (IOException e) {
            if (flaw(build).isPresent()) {
                throw e;
            }
        }
    }

    /// Removes the build in one step for those who look, then its files.
    ///
    /// @return false when it was not there
    boolean remove(NativeBuild build) throws IOException {
        if (!isPresent(build)) {
            return false;
        }
        Path aside = unfinished();
        Path gone = aside.resolve("gone");
        try {
            Files.move(place(build), gone, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } finally {
            delete(aside);
        }
    }

    /// Deletes a folder with everything in it; follows no links.
    static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            for (Path entry : entries(path)) {
                delete(entry);
            }
        }
        Files.deleteIfExists(path);
    }

    /// Leftovers of processes that were ended half-way.
    private void dropAbandoned() throws IOException {
        for (Path entry : entries(folder)) {
            if (String.valueOf(entry.getFileName()).startsWith(UNFINISHED)
                    && Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS)
                            .toInstant()
                            .isBefore(Instant.now().minus(ABANDONED))) {
                delete(entry);
            }
        }
    }

    /// Makes the folder of all builds, for this user alone, unless it is there.
    void createPrivate() throws IOException {
        Files.createDirectories(folder, ownerOnly());
    }

    /// What a new folder needs so that only this user can enter it.
    static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return new ArrayList<>(entries.toList());
        }
    }
}
