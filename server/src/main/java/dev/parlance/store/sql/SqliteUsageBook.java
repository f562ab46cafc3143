package dev.parlance.store.sql;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Internal;
import dev.parlance.core.store.UsageBook;
import dev.parlance.core.usage.LedgerEntry;
import dev.parlance.core.usage.UsageTotals;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Daily totals in a SQLite file, which several servers may share.
///
/// Calls are added up in memory, one entry for each caller and day, and written once a second by
/// the thread `usage-writer`, so that a reply never waits for a disk. What cannot be written stays
/// in memory and is tried again. The connection is used by one thread at a time. Thread-safe.
public final class SqliteUsageBook implements UsageBook {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteUsageBook.class);
    private static final long PAUSE_MILLIS = 1_000;
    private static final int COMPLAIN_EVERY = 60;
    private static final String ADD =
            """
            INSERT INTO usage_day
              (caller, day, calls, failed_calls, input_tokens, output_tokens, cached_tokens)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (caller, day) DO UPDATE SET
              calls = calls + excluded.calls,
              failed_calls = failed_calls + excluded.failed_calls,
              input_tokens = input_tokens + excluded.input_tokens,
              output_tokens = output_tokens + excluded.output_tokens,
              cached_tokens = cached_tokens + excluded.cached_tokens
            """;
    private static final String SUM =
            """
            SELECT TOTAL(calls), TOTAL(failed_calls), TOTAL(input_tokens), TOTAL(output_tokens),
              TOTAL(cached_tokens)
            FROM usage_day WHERE caller = ? AND day BETWEEN ? AND ?
            """;

    private record Key(String caller, LocalDate day) {}

    private final Connection connection; // guarded by this
    private final Map<Key, UsageTotals> pending = new ConcurrentHashMap<>();
    private final Thread writer = new Thread(this::write, "usage-writer");
    private int failures; // guarded by this

    private SqliteUsageBook(Connection connection) {
        this.connection = connection;
        writer.setDaemon(true);
        writer.start();
    }

    /// Opens the book in this file, which is made if it is not there.
    ///
    /// @throws IOException when it cannot be, with the reason
    public static SqliteUsageBook open(Path file) throws IOException {
        try {
            return new SqliteUsageBook(connect(file));
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Connection connect(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 5000");
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = NORMAL");
            }
            Migrations.run(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void record(LedgerEntry entry) {
        UsageTotals used = UsageTotals.of(entry);
        if (used.calls() > 0) {
            LocalDate day = LocalDate.ofInstant(entry.startedAt(), ZoneOffset.UTC);
            pending.merge(new Key(entry.callerId(), day), used, UsageTotals::plus);
        }
    }

    @Override
    public synchronized UsageTotals totals(String callerId, LocalDate first, LocalDate last) {
        flush();
        UsageTotals unwritten =
                pending.entrySet().stream()
                        .filter(entry -> entry.getKey().caller().equals(callerId))
                        .filter(entry ->
                                !entry.getKey().day().isBefore(first)
                                        && !entry.getKey().day().isAfter(last))
                        .map(Map.Entry::getValue)
                        .reduce(UsageTotals.NONE, UsageTotals::plus);
        try (PreparedStatement query = connection.prepareStatement(SUM)) {
            query.setString(1, callerId);
            query.setString(2, text(first));
            query.setString(3, text(last));
            try (ResultSet row = query.executeQuery()) {
                UsageTotals written =
                        row.next()
                                ? new UsageTotals(
                                        row.getLong(1),
                                        row.getLong(2),
                                        row.getLong(3),
                                        row.getLong(4),
                                        row.getLong(5))
                                : UsageTotals.NONE;
                return written.plus(unwritten);
            }
        } catch (SQLException e) {
            throw new ApiException(new Internal("usage"), e);
        }
    }

    /// Four digits of the year, so that days sort as text.
    private static String text(LocalDate day) {
        if (day.getYear() < 0) {
            return "0000-01-01";
        }
        return day.getYear() > 9999 ? "9999-12-31" : day.toString();
    }

    @Override
    public boolean durable() {
        return true;
    }

    private void write() {
        try {
            while (true) {
                Thread.sleep(PAUSE_MILLIS);
                flush();
            }
        } catch (InterruptedException _) {
            // The book is closed, which writes the rest.
            Thread.currentThread().interrupt();
        }
    }

    /// Writes what is pending, all of it or nothing.
    private synchronized void flush() {
        Map<Key, UsageTotals> batch = new HashMap<>();
        for (Key key : Set.copyOf(pending.keySet())) {
            UsageTotals used = pending.remove(key);
            if (used != null) {
                batch.put(key, used);
            }
        }
        if (batch.isEmpty()) {
            return;
        }
        try {
            connection.setAutoCommit(false);
            try (PreparedStatement add = connection.prepareStatement(ADD)) {
                for (Map.Entry<Key, UsageTotals> entry : batch.entrySet()) {
                    bind(add, entry.getKey(), entry.getValue());
                    add.executeUpdate();
                }
                connection.commit();
                failures = 0;
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            batch.forEach((key, used) -> pending.merge(key, used, UsageTotals::plus));
            if (failures++ % COMPLAIN_EVERY == 0) {
                LOG.warn("usage cannot be written and is kept in memory: {}", e.getMessage());
            }
        }
    }

    private static void bind(PreparedStatement add, Key key, UsageTotals used) throws SQLException {
        add.setString(1, key.caller());
        add.setString(2, text(key.day()));
        add.setLong(3, used.calls());
        add.setLong(4, used.failedCalls());
        add.setLong(5, used.inputTokens());
        add.setLong(6, used.outputTokens());
        add.setLong(7, used.cachedTokens());
    }

    @Override
    public void close() {
        writer.interrupt();
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            flush();
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.warn("the usage book could not be closed: {}", e.getMessage());
            }
        }
    }
}
