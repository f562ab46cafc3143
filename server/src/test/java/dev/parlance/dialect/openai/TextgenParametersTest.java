package dev.parlance.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.call.Disposition;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.dialect.openai.textgen.TextgenField;
import dev.parlance.dialect.openai.textgen.TextgenFields;
import dev.parlance.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every parameter of text-generation-webui's table is honoured or reported, and docs/textgen.md
/// says which: `./mvnw test -Dtest=TextgenParametersTest -Ddocs=update` writes its table anew.
class TextgenParametersTest {
    private static final Path PAGE = Path.of("..", "docs", "textgen.md");
    private static final String BEGIN = "<!-- table of parameters: begin -->\n";
    private static final String END = "<!-- table of parameters: end -->\n";

    /// Fields that rewrite the prompt, or the request as a whole; described elsewhere on the page.
    private static final Set<String> ELSEWHERE = Set.of("preset", "truncation_length");

    /// A value that asks for something, for fields where the number 0.5, true or a word does not.
    private static final Map<String, String> VALUES =
            Map.ofEntries(
                    Map.entry("dynatemp_low", "0.5"),
                    Map.entry("dynatemp_high", "1.5"),
                    Map.entry("smoothing_curve", "2"),
                    Map.entry("dry_base", "2"),
                    Map.entry("dry_sequence_breakers", "\"\\\"a\\\", \\\"b\\\"\""),
                    Map.entry("negative_prompt", "\"no\""),
                    Map.entry("mirostat_mode", "2"),
                    Map.entry("do_sample", "false"),
                    Map.entry("sampler_priority", "\"top_k\\ntemperature\""),
                    Map.entry("grammar_string", "\"root ::= \\\"a\\\"\""),
                    Map.entry("custom_token_bans", "\"3, 4\""),
                    Map.entry("add_bos_token", "false"),
                    Map.entry("skip_special_tokens", "false"),
                    Map.entry("enable_thinking", "false"),
                    Map.entry("reasoning_effort", "\"high\""),
                    Map.entry("logit_bias", "{\"5\":-100}"),
                    Map.entry("stop", "[\"a\",\"b\"]"),
                    Map.entry("stream_options", "{\"include_usage\":true}"),
                    Map.entry("user", "\"me\""));

    /// What has to stand beside a field for it to mean anything.
    private static final Map<String, String> COMPANIONS =
            Map.of(
                    "dynatemp_low", "{\"dynamic_temperature\":true}",
                    "dynatemp_high", "{\"dynamic_temperature\":true}",
                    "dynamic_temperature", "{\"dynatemp_high\":2}",
                    "auto_max_new_tokens", "{\"max_tokens\":5}",
                    "stream_options", "{\"stream\":true}",
                    "temperature_last", "{\"temperature\":0.5,\"top_p\":0.5}");

    /// What engines take for parameters that shape others.
    private static final Map<SamplingParameter, Double> SHAPES =
            Map.of(
                    SamplingParameter.DYNATEMP_EXPONENT, 1.0,
                    SamplingParameter.SMOOTHING_CURVE, 1.0,
                    SamplingParameter.XTC_THRESHOLD, 0.1,
                    SamplingParameter.ADAPTIVE_DECAY, 0.9,
                    SamplingParameter.MIROSTAT_TAU, 5.0,
                    SamplingParameter.MIROSTAT_ETA, 0.1,
                    SamplingParameter.DRY_BASE, 1.75,
                    SamplingParameter.DRY_ALLOWED_LENGTH, 2.0);

    @Test
    void the_page_says_what_becomes_of_every_parameter() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        String updated = page.substring(0, begin) + table() + page.substring(end);
        if ("update".equals(System.getProperty("docs"))) {
            Files.writeString(PAGE, updated);
        }
        assertThat(Files.readString(PAGE))
                .as("run with -Ddocs=update and look at the difference")
                .isEqualTo(updated);
    }

    @Test
    void what_is_said_to_be_usual_is_what_absence_means() {
        for (CompatProfile profile : List.of(CompatProfile.TEXTGEN, CompatProfile.TEXTGEN_2023)) {
            boolean old = profile == CompatProfile.TEXTGEN_2023;
            for (TextgenField field : fields()) {
                String usual = old ? field.in2023() : field.usual();
                if (usual == null || Set.of("max_tokens", "n").contains(field.name())) {
                    continue;
                }
                JsonObject base = base(true, "{\"repetition_penalty\":1.5}");
                if (field.name().equals("repetition_penalty")) {
                    base = base(true, "{}");
                }
                JsonObject said = base.with(field.name(), Json.parse(usual));
                assertThat(sampling(said, profile))
                        .as("%s in %s", field.name(), profile)
                        .isEqualTo(sampling(base, profile));
            }
        }
    }

    /// What an engine gets: parameters that do nothing left out, since absence says the same.
    private static List<Object> sampling(JsonObject body, CompatProfile profile) {
        ChatCall call = (ChatCall) TextgenDecoding.decode(true, body, profile, new Dispositions());
        List<Object> parts = new ArrayList<>();
        var sampling = call.request().sampling();
        sampling.values()
                .forEach((parameter, value) -> {
                    boolean usual =
                            parameter.idle(value)
                                    || Double.valueOf(value).equals(SHAPES.get(parameter));
                    // The window of a sampler that does not run.
                    if (!usual && parameter != SamplingParameter.DRY_LAST_N) {
                        parts.add(parameter + "=" + value);
                    }
                });
        parts.add(String.valueOf(sampling.seed()));
        parts.add(sampling.logitBias());
        parts.add(sampling.bannedTokens());
        parts.add(sampling.endBanned());
        parts.add(call.request().stop());
        parts.add(call.request().constraint());
        return parts;
    }

    private static List<TextgenField> fields() {
        return Stream.of(TextgenFields.SHARED, TextgenFields.GENERATION)
                .flatMap(List::stream)
                .filter(field -> !ELSEWHERE.contains(field.name()))
                .filter(field -> !field.name().equals("model"))
                .toList();
    }

    private static String table() {
        StringBuilder table = new StringBuilder();
        table.append("\n| field | takes | when absent | in a completion | in a chat |\n");
        table.append("|---|---|---|---|---|\n");
        for (TextgenField field : fields()) {
            table.append("| `").append(field.name()).append("` | ").append(field.kind().words());
            table.append(field.nullable() ? " or null" : "").append(" | ");
            table.append(usual(field)).append(" | ");
            table.append(treatment(field, false)).append(" | ");
            table.append(treatment(field, true)).append(" |\n");
        }
        return table.append("\n").toString();
    }

    private static String usual(TextgenField field) {
        if (field.usual() == null) {
            return "";
        }
        boolean same = field.usual().equals(field.in2023());
        return "`" + field.usual() + "`" + (same ? "" : "; 2023: `" + field.in2023() + "`");
    }

    private static String treatment(TextgenField field, boolean chat) {
        JsonObject base = base(chat, COMPANIONS.getOrDefault(field.name(), "{}"));
        JsonObject changed = base.with(field.name(), Json.parse(value(field)));
        Dispositions dispositions = new Dispositions();
        Object decoded = TextgenDecoding.decode(chat, changed, CompatProfile.TEXTGEN, dispositions);
        Object without =
                TextgenDecoding.decode(chat, base, CompatProfile.TEXTGEN, new Dispositions());
        List<Disposition> entries = dispositions.entries();
        assertThat(entries).allSatisfy(e -> assertThat(e.field()).startsWith(field.name()));
        if (!entries.isEmpty()) {
            Disposition entry = entries.getFirst();
            return entry.outcome().name().toLowerCase(Locale.ROOT) + ": " + entry.reason();
        }
        return decoded.equals(without) ? "makes no difference" : "honoured";
    }

    private static String value(TextgenField field) {
        String usual =
                switch (field.kind()) {
                    case NUMBER -> "0.5";
                    case INTEGER -> "7";
                    case FLAG -> "true";
                    default -> "\"word\"";
                };
        return VALUES.getOrDefault(field.name(), usual);
    }

    private static JsonObject base(boolean chat, String companions) {
        String base =
                chat
                        ? "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                        : "{\"model\":\"tiny\",\"prompt\":\"Once\"}";
        JsonObject body = (JsonObject) Json.parse(base);
        for (Map.Entry<String, JsonValue> companion :
                ((JsonObject) Json.parse(companions)).members().entrySet()) {
            body = body.with(companion.getKey(), companion.getValue());
        }
        return body;
    }
}
