package dev.parlance.engine.llama;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What tells one version of a model's files from another without reading them: the length, the
/// time of the last change and the identity of each.
record FileStamp(List<Part> parts) {
    /// One file; `key` is its inode where the platform has such, so that another file moved into
    /// place is noticed even when length and time are the same.
    record Part(long bytes, FileTime modified, @Nullable Object key) {}

    FileStamp {
        parts = List.copyOf(parts);
    }

    /// The stamp of files that are not all there.
    static final FileStamp NONE = new FileStamp(List.of());

    /// The stamp of a model's files as they are now.
    ///
    /// @param first the file, or the first of a split model
    /// @throws IOException when one of them is not there
    static FileStamp of(Path first) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (Path file : SplitName.parts(first)) {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            parts.add(
                    new Part(
                            attributes.size(),
                            attributes.lastModifiedTime(),
                            attributes.fileKey()));
        }
        return new FileStamp(parts);
    }

    /// Of all files together.
    long bytes() {
        return parts.stream().mapToLong(Part::bytes).sum();
    }
}
