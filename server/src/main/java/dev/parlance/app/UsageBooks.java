package dev.parlance.app;

import dev.parlance.core.store.UsageBook;
import dev.parlance.store.memory.MemoryUsageBook;
import dev.parlance.store.sql.SqliteUsageBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a server counts what its callers use: in its data folder, or in memory where that cannot
/// be written.
final class UsageBooks {
    private static final Logger LOG = LoggerFactory.getLogger(UsageBooks.class);
    private static final String FILE = "parlance.db";

    private UsageBooks() {}

    /// The book in this folder; the caller closes it.
    static UsageBook open(Path folder) {
        try {
            Files.createDirectories(folder);
            return SqliteUsageBook.open(folder.resolve(FILE));
        } catch (IOException | UnsatisfiedLinkError e) {
            LOG.warn(
                    "usage is counted in memory only, until this server ends: {} cannot be opened:"
                            + " {}",
                    folder.resolve(FILE),
                    e.getMessage());
            return new MemoryUsageBook();
        }
    }
}
