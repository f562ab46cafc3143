package dev.parlance.config.textgen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.config.textgen.FlagEffect.Nothing;
import dev.parlance.config.textgen.FlagEffect.Sets;
import dev.parlance.config.textgen.FlagEffect.Takes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Keeps the tables of docs/textgen.md true: `-Dtest=TextgenDocTest -Ddocs=update` rewrites them.
class TextgenDocTest {
    private static final Path PAGE = Path.of("..", "docs", "textgen.md");
    private static final String BEGIN = "<!-- flags: begin -->\n";
    private static final String END = "<!-- flags: end -->\n";

    @Test
    void the_page_lists_every_flag_variable_and_setting() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        String updated = page.substring(0, begin) + tables() + page.substring(page.indexOf(END));
        if ("update".equals(System.getProperty("docs"))) {
            Files.writeString(PAGE, updated);
        }
        assertThat(Files.readString(PAGE))
                .as("run with -Ddocs=update and look at the difference")
                .isEqualTo(updated);
    }

    private static String tables() {
        StringBuilder text = new StringBuilder("\n| flag | what it does here |\n|---|---|\n");
        Map<String, List<String>> idle = new LinkedHashMap<>();
        for (TextgenFlag flag : FlagTable.ALL) {
            List<String> names = new ArrayList<>(List.of(flag.name()));
            names.addAll(flag.aliases());
            switch (flag.effect()) {
                case Sets _, Takes _ -> row(text, names, what(flag.effect()));
                case Nothing(String reason) ->
                        idle.computeIfAbsent(reason, _ -> new ArrayList<>()).addAll(names);
            }
        }
        text.append("\nWithout effect, and said so at the start:\n\n| flag | why |\n|---|---|\n");
        idle.forEach((reason, names) -> row(text, names, reason));
        text.append("\n| variable | what it does here |\n|---|---|\n");
        Variables.ALL.forEach((name, effect) -> row(text, List.of(name), what(effect)));
        text.append("\n| key of `settings.yaml` | what it does here |\n|---|---|\n");
        row(text, List.of("default_extensions"), "with `openai`: as `--api`");
        SettingsFile.KEYS.forEach((name, path) -> row(text, List.of(name), "`" + path + "`"));
        return text.append('\n').toString();
    }

    private static void row(StringBuilder text, List<String> names, String what) {
        text.append("| ")
                .append(names.stream().map(n -> "`" + n + "`").collect(Collectors.joining(", ")))
                .append(" | ")
                .append(what)
                .append(" |\n");
    }

    private static String what(FlagEffect effect) {
        return switch (effect) {
            case Sets(String path, String fixed) ->
                    "`" + path + (fixed == null ? "`" : ": " + fixed + "`");
            case Takes(String what) -> what;
            case Nothing(String reason) -> "nothing: " + reason;
        };
    }
}
