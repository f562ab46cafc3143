package dev.parlance.store.memory;

import dev.parlance.core.store.UsageBook;
import dev.parlance.core.usage.LedgerEntry;
import dev.parlance.core.usage.UsageTotals;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Daily totals in memory, for a server whose data folder cannot be written, and for tests.
///
/// It grows by one small entry for each caller and day; callers are those of the configuration.
public final class MemoryUsageBook implements UsageBook {
    private record Key(String caller, LocalDate day) {}

    private final Map<Key, UsageTotals> totals = new ConcurrentHashMap<>();

    @Override
    public void record(LedgerEntry entry) {
        LocalDate day = LocalDate.ofInstant(entry.startedAt(), ZoneOffset.UTC);
        totals.merge(new Key(entry.callerId(), day), UsageTotals.of(entry), UsageTotals::plus);
    }

    @Override
    public UsageTotals totals(String callerId, LocalDate first, LocalDate last) {
        return totals.entrySet().stream()
                .filter(entry -> entry.getKey().caller().equals(callerId))
                .filter(entry ->
                        !entry.getKey().day().isBefore(first)
                                && !entry.getKey().day().isAfter(last))
                .map(Map.Entry::getValue)
                .reduce(UsageTotals.NONE, UsageTotals::plus);
    }

    @Override
    public boolean durable() {
        return false;
    }

    @Override
    public void close() {}
}
