package dev.parlance.hub;

import java.nio.file.Path;
import java.util.List;

/// A model that lies in a models folder.
///
/// @param id its id for callers
/// @param files of it, first part first
/// @param bytes of all files
public record StoredModel(String id, List<Path> files, long bytes) {
    public StoredModel {
        files = List.copyOf(files);
    }

    /// Its file, or the first of its parts.
    public Path firstFile() {
        return files.getFirst();
    }
}
