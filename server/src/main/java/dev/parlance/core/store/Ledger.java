package dev.parlance.core.store;

import dev.parlance.core.usage.LedgerEntry;

/// Where calls are written down, each exactly once. Thread-safe.
public interface Ledger {

    /// Takes one entry. Returns at once and does not throw: a ledger never slows or fails a reply.
    void record(LedgerEntry entry);
}
