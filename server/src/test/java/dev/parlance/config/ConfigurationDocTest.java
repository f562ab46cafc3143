package dev.parlance.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Keeps docs/configuration.md true: `./mvnw test -Dtest=ConfigurationDocTest -Ddocs=update`
/// rewrites its table.
class ConfigurationDocTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");
    private static final String BEGIN = "<!-- table of keys: begin -->\n";
    private static final String END = "<!-- table of keys: end -->\n";

    @Test
    void the_page_lists_every_key_as_it_is() throws IOException {
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

    private static String table() {
        StringBuilder table = new StringBuilder();
        table.append("\n| key | default | takes | what it is |\n|---|---|---|---|\n");
        for (Key key : Keys.ALL) {
            table.append("| `").append(key.path()).append("`");
            if (key.flag() != null) {
                table.append("<br>flag `").append(key.flag()).append("`");
            }
            table.append("<br>`").append(key.environmentName()).append("`");
            key.aliases().forEach(alias -> table.append("<br>`").append(alias).append("`"));
            table.append(" | ").append(fallback(key));
            table.append(" | ").append(escape(key.type().phrase()));
            table.append(" | ").append(escape(key.doc())).append(" |\n");
        }
        return table.append("\n").toString();
    }

    private static String fallback(Key key) {
        String fallback = key.fallback();
        if (key.required()) {
            return "(must be given)";
        }
        if (fallback == null) {
            return "(none)";
        }
        return switch (fallback) {
            case "${platform}" -> "the platform's folder, see above";
            case "${port}" -> "`5000` (`5001` on macOS)";
            default -> "`" + fallback + "`";
        };
    }

    private static String escape(String text) {
        return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;");
    }
}
