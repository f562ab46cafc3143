package dev.parlance.cli;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One model of a running server, as a line of the table that `models` shows.
///
/// @param progress how much is loaded, 0 to 1
/// @param memory bytes that it takes, or would take; `null` for one that is always there
/// @param lastUsed seconds since the epoch; `null` when it is not in memory
/// @param problem why the last load failed, or `null`
record ModelLine(
        String id,
        String state,
        double progress,
        @Nullable Long memory,
        @Nullable Long lastUsed,
        String keepAlive,
        @Nullable String problem) {
    private static final String NONE = "-";

    /// The line for this card of `/v1/models`.
    static Optional<ModelLine> of(JsonValue card) {
        if (!(card instanceof JsonObject model)
                || !(model.get("id") instanceof JsonString(var id))) {
            return Optional.empty();
        }
        JsonObject parlance = object(model, "parlance");
        JsonObject life = object(parlance, "life");
        Double progress = number(parlance, "progress");
        return Optional.of(
                new ModelLine(
                        id,
                        Objects.requireNonNullElse(text(parlance, "state"), NONE),
                        progress == null ? 0 : progress,
                        whole(life, "memory_bytes"),
                        whole(life, "last_used"),
                        Objects.requireNonNullElse(text(life, "keep_alive"), NONE),
                        text(life, "problem")));
    }

    private static JsonObject object(JsonObject parent, String name) {
        return parent.get(name) instanceof JsonObject object ? object : JsonObject.EMPTY;
    }

    private static @Nullable String text(JsonObject parent, String name) {
        return parent.get(name) instanceof JsonString(var text) ? text : null;
    }

    private static @Nullable Double number(JsonObject parent, String name) {
        return parent.get(name) instanceof JsonNumber(var value) ? value.doubleValue() : null;
    }

    private static @Nullable Long whole(JsonObject parent, String name) {
        Double value = number(parent, name);
        return value == null ? null : value.longValue();
    }

    /// The table of these models, a line each below a head.
    static List<String> table(List<ModelLine> models, Instant now) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"MODEL", "STATE", "MEMORY", "LAST USE", "KEEP"});
        for (ModelLine model : models) {
            rows.add(model.cells(now));
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < 5; column++) {
                String cell = rows.get(i)[column];
                int at = column;
                int width = rows.stream().mapToInt(row -> row[at].length()).max().orElse(0);
                line.append(cell).append(" ".repeat(width - cell.length() + 2));
            }
            lines.add(line.toString().stripTrailing());
            if (i > 0 && models.get(i - 1).problem() != null) {
                lines.add("    " + models.get(i - 1).problem());
            }
        }
        return lines;
    }

    private String[] cells(Instant now) {
        String shown =
                state.equals("loading") ? state + " " + (int) (progress * 100) + " %" : state;
        return new String[] {
            id,
            shown,
            memory == null ? NONE : size(memory),
            lastUsed == null ? NONE : ago(Duration.between(Instant.ofEpochSecond(lastUsed), now)),
            keepAlive
        };
    }

    private static String size(long bytes) {
        return bytes < 1L << 30
                ? Math.max(1, bytes >> 20) + " MiB"
                : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }

    private static String ago(Duration time) {
        if (time.toSeconds() < 60) {
            return Math.max(0, time.toSeconds()) + " s ago";
        }
        if (time.toMinutes() < 60) {
            return time.toMinutes() + " min ago";
        }
        return time.toHours() < 48 ? time.toHours() + " h ago" : time.toDays() + " days ago";
    }
}
