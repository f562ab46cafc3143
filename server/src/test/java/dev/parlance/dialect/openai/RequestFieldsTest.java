package dev.parlance.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.call.Disposition;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import dev.parlance.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every request field of OpenAI's schema is honoured, reported or refused, as the table
/// `request-fields.jsonl` says; no field is dropped in silence.
///
/// `honoured`: what goes to core, or the reply's form, differs by the field. `accepted`: the value
/// asks for what happens anyway. `translated`, `approximated`, `ignored`: there is a disposition.
/// `refused`: an `InvalidRequest` names it.
class RequestFieldsTest {
    private static final Path TABLE = Path.of("src/test/resources/openai/request-fields.jsonl");
    private static final Map<String, String> BASES =
            Map.of(
                    "chat",
                    "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
                    "completion",
                    "{\"model\":\"tiny\",\"prompt\":\"Once\"}",
                    "embedding",
                    "{\"model\":\"tiny\",\"input\":\"Hi\"}");

    @TestFactory
    Stream<DynamicTest> each_field_is_treated_as_the_table_says() throws IOException {
        return rows().stream()
                .map(row ->
                        DynamicTest.dynamicTest(
                                text(row, "request") + " " + Json.text(row.get("set")),
                                () -> check(row)));
    }

    @Test
    void the_documentation_lists_every_field() throws IOException {
        String page = Files.readString(Path.of("../docs/dialect-openai.md"));
        for (JsonObject row : rows()) {
            if (!text(row, "field").matches("sparkle|.*mood")) {
                assertThat(page).contains("`" + text(row, "field") + "`");
            }
        }
    }

    private static void check(JsonObject row) {
        String request = text(row, "request");
        JsonObject base = (JsonObject) Json.parse(BASES.get(request));
        JsonObject changed = base;
        for (var member : ((JsonObject) row.get("set")).members().entrySet()) {
            changed = changed.with(member.getKey(), member.getValue());
        }
        String named = row.get("reported") == null ? text(row, "field") : text(row, "reported");
        JsonObject body = changed;
        Dispositions dispositions = new Dispositions();
        switch (text(row, "treatment")) {
            case "refused" ->
                    assertThatThrownBy(() -> decode(request, body, dispositions))
                            .isInstanceOfSatisfying(ApiException.class, e -> assertNames(e, named));
            case "honoured" -> {
                Object decoded = decode(request, body, dispositions);
                assertThat(decoded).isNotEqualTo(decode(request, base, new Dispositions()));
                assertThat(reported(dispositions))
                        .allSatisfy(entry -> assertThat(entry.field()).isNotEqualTo(named));
            }
            case "accepted" -> {
                Object decoded = decode(request, body, dispositions);
                assertThat(decoded).isEqualTo(decode(request, base, new Dispositions()));
                assertThat(reported(dispositions)).isEmpty();
            }
            case String outcome -> {
                Object _ = decode(request, body, dispositions);
                assertThat(reported(dispositions))
                        .anySatisfy(entry -> {
                            assertThat(entry.field()).isEqualTo(named);
                            assertThat(entry.outcome().name().toLowerCase(Locale.ROOT))
                                    .isEqualTo(outcome);
                            assertThat(entry.reason()).isNotBlank().isASCII();
                        });
            }
        }
    }

    private static void assertNames(ApiException e, String named) {
        assertThat(e.problem()).isInstanceOf(InvalidRequest.class);
        InvalidRequest problem = (InvalidRequest) e.problem();
        assertThat(problem.param()).isEqualTo(named);
        assertThat(problem.code()).isNotBlank();
        assertThat(problem.message()).hasSizeLessThan(400);
    }

    private static Object decode(String request, JsonObject body, Dispositions dispositions) {
        return switch (request) {
            case "chat" -> ChatRequestDecoder.decode(body, dispositions);
            case "completion" -> CompletionRequestDecoder.decode(body, dispositions);
            default -> EmbeddingCall.decode(body, dispositions);
        };
    }

    private static List<Disposition> reported(Dispositions dispositions) {
        return dispositions.entries();
    }

    private static List<JsonObject> rows() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .map(line -> (JsonObject) Json.parse(line))
                .toList();
    }

    private static String text(JsonObject row, String name) {
        JsonValue value = Objects.requireNonNull(row.get(name), name);
        return ((JsonString) value).value();
    }
}
