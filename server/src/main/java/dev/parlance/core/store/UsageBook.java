package dev.parlance.core.store;

import dev.parlance.core.usage.UsageTotals;
import java.time.LocalDate;

/// What each caller used, day by day (UTC). Thread-safe.
public interface UsageBook extends Ledger, AutoCloseable {

    /// What a caller used from the first day to the last, both included, with everything that was
    /// recorded before this is asked.
    ///
    /// @throws dev.parlance.core.problem.ApiException `Internal` when it cannot be read
    UsageTotals totals(String callerId, LocalDate first, LocalDate last);

    /// True when a restart forgets nothing.
    boolean durable();

    /// Writes what is not written yet, and ends.
    @Override
    void close();
}
