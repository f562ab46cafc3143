package dev.parlance.hub;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import dev.parlance.wire.Json;
import dev.parlance.wire.JsonLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a model's files came from; kept beside its first file as `<name>.provenance.json`.
///
/// @param asked what was asked for
/// @param source the address it came from: of the repository, or of the file; without a query
/// @param repository `organisation/repository`, or `null` for a file from elsewhere
/// @param commit the repository's commit, or `null`
/// @param licence as the repository's card says, or `null`
/// @param pulledAt when it was complete
/// @param files in order
public record Provenance(
        String asked,
        String source,
        @Nullable String repository,
        @Nullable String commit,
        @Nullable String licence,
        Instant pulledAt,
        List<Part> files) {
    private static final String SUFFIX = ".provenance.json";
    private static final int MAX_BYTES = 1 << 20;

    /// One of its files.
    ///
    /// @param name beside the provenance
    /// @param sha256 as it was when it came
    /// @param checked true when the hub, or whoever pulled, had said what the hash must be
    public record Part(String name, long size, String sha256, boolean checked) {}

    public Provenance {
        files = List.copyOf(files);
    }

    /// Where the provenance of the model with this first file is.
    static Path beside(Path firstFile) {
        return firstFile.resolveSibling(firstFile.getFileName() + SUFFIX);
    }

    /// The provenance of the model with this first file; empty when it was not pulled, or the
    /// record cannot be read.
    public static Optional<Provenance> of(Path firstFile) {
        try (InputStream in = Files.newInputStream(beside(firstFile))) {
            return Optional.of(
                    read(Json.parseObject(in.readNBytes(MAX_BYTES), JsonLimits.DEFAULT)));
        } catch (IOException | ApiException | DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private static Provenance read(JsonObject record) {
        List<Part> files = new ArrayList<>();
        if (record.get("files") instanceof JsonArray(var parts)) {
            for (JsonValue part : parts) {
                if (part instanceof JsonObject file) {
                    files.add(
                            new Part(
                                    text(file, "name"),
                                    file.get("size") instanceof JsonNumber(var size)
                                            ? size.longValue()
                                            : -1,
                                    text(file, "sha256"),
                                    file.get("checked") instanceof JsonBoolean(boolean checked)
                                            && checked));
                }
            }
        }
        return new Provenance(
                text(record, "asked"),
                text(record, "source"),
                maybe(record, "repository"),
                maybe(record, "commit"),
                maybe(record, "licence"),
                Instant.parse(text(record, "pulled_at")),
                files);
    }

    private static String text(JsonObject record, String key) {
        String text = maybe(record, key);
        return text == null ? "" : text;
    }

    private static @Nullable String maybe(JsonObject record, String key) {
        return record.get(key) instanceof JsonString(String text) ? text : null;
    }

    /// Keeps it beside the model's first file.
    void write(Path firstFile) throws IOException {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("asked", asked);
        record.put("source", source);
        record.put("repository", repository);
        record.put("commit", commit);
        record.put("licence", licence);
        record.put("pulled_at", pulledAt.toString());
        List<Object> parts = new ArrayList<>();
        for (Part file : files) {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("name", file.name());
            part.put("size", file.size());
            part.put("sha256", file.sha256());
            part.put("checked", file.checked());
            parts.add(part);
        }
        record.put("files", parts);
        Path place = beside(firstFile);
        Path fresh = place.resolveSibling(place.getFileName() + ".new");
        Files.write(fresh, Json.write(JsonValue.from(record)));
        Files.move(
                fresh, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
