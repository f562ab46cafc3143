package dev.parlance.store.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// The steps by which a database gets its tables, each run once and in order. A step that was ever
/// released is never changed; `user_version` counts those that ran.
final class Migrations {
    private static final List<String> STEPS =
            List.of(
                    """
                    CREATE TABLE usage_day (
                      caller TEXT NOT NULL,
                      day TEXT NOT NULL,
                      calls INTEGER NOT NULL,
                      failed_calls INTEGER NOT NULL,
                      input_tokens INTEGER NOT NULL,
                      output_tokens INTEGER NOT NULL,
                      cached_tokens INTEGER NOT NULL,
                      PRIMARY KEY (caller, day)
                    ) WITHOUT ROWID
                    """);

    private Migrations() {}

    /// Brings the database up to date.
    ///
    /// @throws SQLException also when a newer release has written it
    static void run(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Takes the write lock at once: two servers that start together run one step once.
            statement.execute("BEGIN IMMEDIATE");
            int version = version(statement);
            if (version > STEPS.size()) {
                statement.execute("ROLLBACK");
                throw new SQLException(
                        "it was written by a newer release (tables of version " + version + ")");
            }
            for (String step : STEPS.subList(version, STEPS.size())) {
                statement.execute(step);
            }
            statement.execute("PRAGMA user_version = " + STEPS.size());
            statement.execute("COMMIT");
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }
}
