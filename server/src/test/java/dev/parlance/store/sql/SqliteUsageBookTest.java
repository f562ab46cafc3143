package dev.parlance.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.store.UsageBook;
import dev.parlance.core.store.UsageBookContract;
import dev.parlance.core.usage.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteUsageBookTest extends UsageBookContract {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final String NOON = "2026-11-20T12:00:00Z";

    @TempDir private Path folder;

    private Path file() {
        return folder.resolve("parlance.db");
    }

    @Override
    protected UsageBook open() throws IOException {
        return SqliteUsageBook.open(file());
    }

    @Test
    void a_restart_forgets_nothing() throws Exception {
        for (int i = 1; i <= 3; i++) {
            try (UsageBook book = open()) {
                book.record(entry("a", NOON, Operation.CHAT));
                assertThat(book.totals("a", DAY, DAY).calls()).isEqualTo(i);
                assertThat(book.durable()).isTrue();
            }
        }
    }

    @Test
    void what_is_recorded_last_is_written_at_the_end() throws Exception {
        try (UsageBook book = open()) {
            book.record(entry("a", NOON, Operation.CHAT));
        }
        try (UsageBook book = open()) {
            assertThat(book.totals("a", DAY, DAY).outputTokens()).isEqualTo(5);
        }
    }

    @Test
    void two_servers_add_to_the_same_day() throws Exception {
        try (UsageBook one = open();
                UsageBook two = open()) {
            one.record(entry("a", NOON, Operation.CHAT));
            two.record(entry("a", NOON, Operation.CHAT));
            assertThat(one.totals("a", DAY, DAY).calls()).isEqualTo(1);
            assertThat(two.totals("a", DAY, DAY).calls()).isEqualTo(2);
        }
    }

    @Test
    void what_cannot_be_written_is_kept() throws Exception {
        try (UsageBook book = open()) {
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                    Statement statement = other.createStatement()) {
                statement.execute("ALTER TABLE usage_day RENAME TO gone");
                book.record(entry("a", NOON, Operation.CHAT));
                assertThatThrownBy(() -> book.totals("a", DAY, DAY))
                        .hasMessageContaining("unexpected condition");
                statement.execute("ALTER TABLE gone RENAME TO usage_day");
            }
            assertThat(book.totals("a", DAY, DAY).calls()).isEqualTo(1);
        }
    }

    @Test
    void a_file_of_a_newer_release_or_of_something_else_is_refused() throws Exception {
        open().close();
        try (Connection newer = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = newer.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }
        assertThatThrownBy(this::open).hasMessageContaining("newer release");

        Files.writeString(file(), "This is a text and no database at all.".repeat(100));
        assertThatThrownBy(this::open).isInstanceOf(IOException.class);
    }
}
