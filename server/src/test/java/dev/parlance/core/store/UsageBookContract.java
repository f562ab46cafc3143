package dev.parlance.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.problem.ApiProblem.Kind;
import dev.parlance.core.usage.LedgerEntry;
import dev.parlance.core.usage.LedgerEntry.Outcome;
import dev.parlance.core.usage.Operation;
import dev.parlance.core.usage.Timings;
import dev.parlance.core.usage.Usage;
import dev.parlance.core.usage.UsageTotals;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What every usage book does: totals by caller and day, and nobody else's.
public abstract class UsageBookContract {
    private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
    private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

    /// A new and empty book; the contract closes it.
    protected abstract UsageBook open() throws Exception;

    protected static LedgerEntry entry(String caller, String time, Operation operation) {
        return new LedgerEntry(
                "request",
                Instant.parse(time),
                caller,
                operation,
                "m",
                "m",
                "engine",
                new Usage(10, 5, 4, 0, false),
                new Timings(Duration.ZERO, null, Duration.ZERO, 0),
                Outcome.FINISHED,
                null);
    }

    private static LedgerEntry failed(String caller, String time) {
        return new LedgerEntry(
                "request",
                Instant.parse(time),
                caller,
                Operation.CHAT,
                "m",
                null,
                null,
                Usage.NONE,
                new Timings(Duration.ZERO, null, Duration.ZERO, 0),
                Outcome.FAILED,
                Kind.CLIENT);
    }

    @Test
    void days_are_those_of_utc_and_both_ends_count() throws Exception {
        try (UsageBook book = open()) {
            book.record(entry("a", "2026-11-19T23:59:59Z", Operation.CHAT));
            book.record(entry("a", "2026-11-20T00:00:00Z", Operation.CHAT));
            book.record(entry("a", "2026-11-21T12:00:00Z", Operation.EMBEDDINGS));
            LocalDate day = LocalDate.of(2026, 11, 20);
            assertThat(book.totals("a", day, day).calls()).isEqualTo(1);
            assertThat(book.totals("a", day.minusDays(1), day).calls()).isEqualTo(2);
            assertThat(book.totals("a", FIRST, LAST)).isEqualTo(new UsageTotals(3, 0, 30, 15, 12));
            assertThat(book.totals("a", LAST, LAST)).isEqualTo(UsageTotals.NONE);
        }
    }

    @Test
    void callers_are_told_apart() throws Exception {
        try (UsageBook book = open()) {
            book.record(entry("a", "2026-11-20T00:00:00Z", Operation.CHAT));
            book.record(entry("b'; DROP TABLE usage_day", "2026-11-20T00:00:00Z", Operation.CHAT));
            assertThat(book.totals("a", FIRST, LAST).calls()).isEqualTo(1);
            assertThat(book.totals("b'; DROP TABLE usage_day", FIRST, LAST).calls()).isEqualTo(1);
            assertThat(book.totals("c", FIRST, LAST)).isEqualTo(UsageTotals.NONE);
        }
    }

    @Test
    void failures_are_counted_and_splitting_texts_is_not() throws Exception {
        try (UsageBook book = open()) {
            book.record(failed("a", "2026-11-20T00:00:00Z"));
            book.record(entry("a", "2026-11-20T00:00:00Z", Operation.TOKENIZE));
            assertThat(book.totals("a", FIRST, LAST)).isEqualTo(new UsageTotals(1, 1, 0, 0, 0));
        }
    }

    @Test
    void nothing_is_lost_or_counted_twice_under_many_threads() throws Exception {
        try (UsageBook book = open()) {
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 200; i++) {
                    var _ =
                            threads.submit(() -> {
                                book.record(entry("a", "2026-11-20T00:00:00Z", Operation.CHAT));
                                return book.totals("a", FIRST, LAST);
                            });
                }
            }
            assertThat(book.totals("a", FIRST, LAST).calls()).isEqualTo(200);
        }
    }
}
