package dev.parlance.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much room there is for a download.
@FunctionalInterface
public interface DiskSpace {
    /// Left free beside what is downloaded, in bytes.
    long MARGIN = 256L << 20;

    /// The usable bytes where the model goes.
    long usable() throws IOException;

    /// The room on the disk that holds this folder, or its nearest parent that exists.
    static DiskSpace of(Path folder) {
        return () -> {
            Path there = folder.toAbsolutePath();
            while (there.getParent() != null && !Files.exists(there)) {
                there = there.getParent();
            }
            return Files.getFileStore(there).getUsableSpace();
        };
    }

    /// Returns if so many bytes fit, and some are left.
    ///
    /// @throws HubException with both figures
    default void require(long bytes) throws IOException {
        long usable = usable();
        if (bytes > usable - MARGIN) {
            throw new HubException(
                    "The disk has "
                            + Bytes.text(usable)
                            + " free; the download needs "
                            + Bytes.text(bytes)
                            + " more and leaves "
                            + Bytes.text(MARGIN)
                            + " alone. Make room, or point models-folders to another disk.");
        }
    }
}
