package dev.parlance.engine.llama.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Schemas that people have: which are translated, and whether outputs and schemas agree. What is
/// counted here stands in `docs/constraints.md`; `-Ddocs=update` writes it there.
class SchemaCorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources/schemas/corpus.jsonl");
    private static final Path PAGE = Path.of("../docs/constraints.md");
    private static final String BEGIN = "<!-- corpus: begin -->\n";
    private static final String END = "<!-- corpus: end -->";
    private static final int OUTPUTS = 6;
    private static final int NEARBY = 24;

    private static final class Tally {
        private int schemas;
        private int translated;
        private int outputs;
        private int falseAccepts;
        private int valid;
        private int falseRejects;
    }

    private final Map<String, Tally> groups = new TreeMap<>();
    private final Map<String, List<String>> refused = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();

    @Test
    void outputs_of_real_schemas_are_valid() throws Exception {
        SplittableRandom random = new SplittableRandom(20_261_120);
        for (String line : Files.readAllLines(CORPUS)) {
            JsonObject entry = (JsonObject) Json.parse(line);
            String name = ((JsonString) Objects.requireNonNull(entry.get("name"))).value();
            JsonObject schema = (JsonObject) Objects.requireNonNull(entry.get("schema"));
            measure(name, schema, random.split());
        }
        assertThat(wrong).isEmpty();
        String table = BEGIN + table() + END;
        String page = Files.readString(PAGE);
        String updated =
                page.substring(0, page.indexOf(BEGIN))
                        + table
                        + page.substring(page.indexOf(END) + END.length());
        if ("update".equals(System.getProperty("docs"))) {
            Files.writeString(PAGE, updated);
            page = updated;
        }
        assertThat(page).as("replay with -Ddocs=update to write it").isEqualTo(updated);
    }

    private void measure(String name, JsonObject schema, SplittableRandom random) {
        Tally tally =
                groups.computeIfAbsent(name.substring(0, name.indexOf('/')), _ -> new Tally());
        tally.schemas++;
        Grammar grammar;
        try {
            grammar = Grammar.jsonSchema(schema, GrammarLimits.DEFAULT);
        } catch (GrammarException e) {
            refused.computeIfAbsent(reason(e), _ -> new ArrayList<>()).add(name);
            return;
        }
        tally.translated++;
        ReferenceValidator reference = new ReferenceValidator(Json.text(schema));
        RandomWalk walk = new RandomWalk(grammar, random);
        Mutation mutation = new Mutation(random);
        for (int i = 0; i < OUTPUTS; i++) {
            String text = walk.text();
            tally.outputs++;
            if (!reference.accepts(text)) {
                tally.falseAccepts++;
                wrong.add(name + " must not have " + text);
            }
            JsonValue value = Mutation.tame(Json.parse(text));
            for (int n = 0; n < NEARBY / OUTPUTS; n++) {
                value = mutation.of(value);
                compare(tally, name, grammar, reference, Spelling.compact(value));
            }
        }
    }

    private void compare(
            Tally tally, String name, Grammar grammar, ReferenceValidator reference, String text) {
        boolean valid = reference.accepts(text);
        boolean accepted = Outputs.accepts(grammar, text);
        tally.valid += valid ? 1 : 0;
        if (accepted && !valid) {
            tally.falseAccepts++;
            wrong.add(name + " must not accept " + text);
        } else if (valid && !accepted) {
            tally.falseRejects++;
            if (Boolean.getBoolean("tests.show")) {
                wrong.add(name + " rejects " + text);
            }
        }
    }

    private static String reason(GrammarException fault) {
        String what = fault.what();
        int quote = what.indexOf('\'');
        int end = what.indexOf('\'', quote + 1);
        if (what.startsWith("the pattern")) {
            return "look-around or word boundaries in `pattern`";
        }
        return quote < 0 || end < 0 ? what : "`" + what.substring(quote + 1, end) + "`";
    }

    private String table() {
        StringBuilder table =
                new StringBuilder(
                        "| schemas | number | translated | outputs drawn | of these not valid |"
                                + " valid values tried | of these not allowed |\n"
                                + "|---|---|---|---|---|---|---|\n");
        groups.forEach((group, t) ->
                table.append("| ")
                        .append(group)
                        .append(" | ")
                        .append(t.schemas)
                        .append(" | ")
                        .append(t.translated)
                        .append(" | ")
                        .append(t.outputs)
                        .append(" | ")
                        .append(t.falseAccepts)
                        .append(" | ")
                        .append(t.valid)
                        .append(" | ")
                        .append(t.falseRejects)
                        .append(" |\n"));
        table.append("\nRefused:\n\n| because of | schemas |\n|---|---|\n");
        refused.forEach((reason, names) ->
                table.append("| ")
                        .append(reason)
                        .append(" | ")
                        .append(names.stream().collect(Collectors.joining(", ")))
                        .append(" |\n"));
        return new String(
                table.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
