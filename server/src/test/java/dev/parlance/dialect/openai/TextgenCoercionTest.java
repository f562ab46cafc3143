package dev.parlance.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.call.Disposition;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import dev.parlance.dialect.openai.textgen.SchemaException;
import dev.parlance.dialect.openai.textgen.TextgenField;
import dev.parlance.dialect.openai.textgen.TextgenFields;
import dev.parlance.wire.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Properties of the leniency of text-generation-webui's profiles; a failure prints the seed.
class TextgenCoercionTest {
    private static final int ROUNDS = 5_000;
    private static final List<String> YES = List.of("true", "yes", "on", "1", "y", "T");
    private static final List<String> NO = List.of("false", "no", "off", "0", "n", "F");

    private final long seed = Long.getLong("tests.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);

    @Test
    void any_spelling_of_a_value_decodes_alike() {
        for (int round = 0; round < ROUNDS; round++) {
            boolean chat = random.nextBoolean();
            JsonObject plain = base(chat);
            JsonObject spelled = plain;
            for (int i = 0; i < 4; i++) {
                TextgenField field = anyOf(fields(chat));
                JsonValue value = value(field);
                plain = plain.with(field.name(), value);
                spelled = spelled.with(field.name(), spelling(field, value));
            }
            assertThat(outcome(chat, spelled))
                    .as("replay with -Dtests.seed=%d: %s", seed, Json.text(spelled))
                    .isEqualTo(outcome(chat, plain));
        }
    }

    @Test
    void a_null_is_absence_where_it_may_be_and_a_fault_elsewhere() {
        for (boolean chat : List.of(true, false)) {
            for (TextgenField field : fields(chat)) {
                JsonObject body = base(chat).with(field.name(), JsonNull.INSTANCE);
                if (field.nullable() && !field.name().equals("max_tokens")) {
                    assertThat(outcome(chat, body))
                            .as(field.name())
                            .isEqualTo(outcome(chat, base(chat)));
                } else if (!field.nullable()) {
                    assertThat(outcome(chat, body)).as(field.name()).startsWith("422");
                }
            }
        }
    }

    @Test
    void an_unknown_field_is_reported() {
        for (int round = 0; round < 500; round++) {
            boolean chat = random.nextBoolean();
            String name = "x_" + Long.toString(random.nextLong(1L << 40), 36);
            Dispositions dispositions = new Dispositions();
            Object _ = decode(chat, base(chat).with(name, JsonValue.of(1)), dispositions);
            assertThat(dispositions.entries())
                    .as("seed %d", seed)
                    .extracting(Disposition::field)
                    .containsExactly(name);
        }
    }

    @Test
    void nonsense_is_refused_by_name_and_nothing_else_escapes() {
        List<String> nonsense =
                List.of(
                        "null",
                        "[]",
                        "{}",
                        "\"\"",
                        "\"x\"",
                        "-1",
                        "1e30",
                        "0.1",
                        "true",
                        "[[1]]",
                        "{\"a\":[null]}",
                        "\"NaN\"",
                        "\"1e999\"",
                        "99999999999999999999",
                        "[{}]");
        for (int round = 0; round < ROUNDS; round++) {
            boolean chat = random.nextBoolean();
            JsonObject body = base(chat);
            for (int i = 0; i < 3; i++) {
                List<TextgenField> all = chat ? TextgenFields.CHAT : TextgenFields.COMPLETION;
                body = body.with(anyOf(all).name(), Json.parse(anyOf(nonsense)));
            }
            assertThat(outcome(chat, body))
                    .as("replay with -Dtests.seed=%d: %s", seed, Json.text(body))
                    .doesNotContain("Exception");
        }
    }

    /// What a request comes to, comparable: the decoded call, or who refused what.
    private String outcome(boolean chat, JsonObject body) {
        Dispositions dispositions = new Dispositions();
        try {
            return decode(chat, body, dispositions) + " " + dispositions.entries();
        } catch (SchemaException e) {
            assertThat(e.faults()).allSatisfy(f -> assertThat(f.message()).isNotBlank());
            return "422 " + e.faults().stream().map(f -> f.location()).toList();
        } catch (ApiException e) {
            assertThat(e.problem()).isInstanceOf(InvalidRequest.class);
            return "400 " + ((InvalidRequest) e.problem()).param();
        }
    }

    private static Object decode(boolean chat, JsonObject body, Dispositions dispositions) {
        return TextgenDecoding.decode(chat, body, CompatProfile.TEXTGEN, dispositions);
    }

    private static JsonObject base(boolean chat) {
        return (JsonObject)
                Json.parse(
                        chat
                                ? "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                                : "{\"model\":\"tiny\",\"prompt\":\"Once\"}");
    }

    /// Fields of one simple value.
    private static List<TextgenField> fields(boolean chat) {
        return (chat ? TextgenFields.CHAT : TextgenFields.COMPLETION)
                .stream()
                        .filter(field ->
                                switch (field.kind()) {
                                    case NUMBER, INTEGER, FLAG -> true;
                                    default -> false;
                                })
                        .toList();
    }

    private JsonValue value(TextgenField field) {
        return switch (field.kind()) {
            case NUMBER -> JsonValue.of(random.nextInt(0, 400) / 100.0);
            case INTEGER -> JsonValue.of(random.nextInt(-1, 100));
            default -> JsonValue.of(random.nextBoolean());
        };
    }

    private JsonValue spelling(TextgenField field, JsonValue value) {
        if (value instanceof JsonValue.JsonBoolean(boolean flag)) {
            String word = anyOf(flag ? YES : NO);
            return random.nextBoolean()
                    ? JsonValue.of(word.toUpperCase(Locale.ROOT))
                    : random.nextBoolean() ? JsonValue.of(word) : JsonValue.of(flag ? 1 : 0);
        }
        BigDecimal digits = ((JsonValue.JsonNumber) value).value();
        return switch (random.nextInt(4)) {
            case 0 -> JsonValue.of(digits.toPlainString());
            case 1 -> JsonValue.of(" " + digits.toPlainString() + " ");
            case 2 -> new JsonValue.JsonNumber(digits.setScale(digits.scale() + 2));
            default ->
                    field.kind() == dev.parlance.dialect.openai.textgen.FieldKind.INTEGER
                            ? JsonValue.of(digits.toPlainString() + ".0")
                            : JsonValue.of(digits.toPlainString() + "e0");
        };
    }

    private <T> T anyOf(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }
}
