package dev.parlance.core.prompt;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The templates, conversations and expressions under `src/test/resources/templates`, with what the
/// real Jinja2 makes of them (see `render_with_jinja2.py` there).
final class TemplateCorpus {

    /// The moment that `render_with_jinja2.py` uses.
    static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-03-05T07:08:09.123456Z"), ZoneOffset.UTC);

    private static final Path FOLDER = Path.of("src/test/resources/templates");

    /// One template with variables and what should come of it.
    record Case(String name, String source, Map<String, JsonValue> variables, Outcome expected) {
        Outcome outcome() {
            return TemplateCorpus.outcome(source, variables, TemplateLimits.DEFAULT);
        }
    }

    /// How a rendering ended; of a failure only the fact is compared, not its words.
    sealed interface Outcome {
        record Text(String text) implements Outcome {}

        record Raised(String message) implements Outcome {}

        record Failed() implements Outcome {}
    }

    private TemplateCorpus() {}

    static Outcome outcome(String source, Map<String, JsonValue> variables, TemplateLimits limits) {
        try {
            return new Outcome.Text(ChatTemplate.parse(source, limits).render(variables, CLOCK));
        } catch (TemplateException.Raised raised) {
            return new Outcome.Raised(raised.getMessage());
        } catch (TemplateException.Failed _) {
            return new Outcome.Failed();
        }
    }

    /// Every template with every conversation.
    static List<Case> conversations() {
        Map<String, JsonObject> conversations = new LinkedHashMap<>();
        for (Path file : files(FOLDER.resolve("conversations"), ".json")) {
            conversations.put(stem(file, ".json"), (JsonObject) json(file));
        }
        List<Case> cases = new ArrayList<>();
        for (Path file : files(FOLDER, ".jinja")) {
            String stem = stem(file, ".jinja");
            JsonObject expected = (JsonObject) json(FOLDER.resolve(stem + ".expected.json"));
            conversations.forEach((name, variables) ->
                    cases.add(
                            new Case(
                                    stem + "/" + name,
                                    text(file),
                                    variables.members(),
                                    expected(expected.members().get(name)))));
        }
        return cases;
    }

    /// The one-line templates of `expressions.txt`.
    static List<Case> expressions() {
        Map<String, JsonValue> variables =
                ((JsonObject) json(FOLDER.resolve("expressions.variables.json"))).members();
        JsonArray entries = (JsonArray) json(FOLDER.resolve("expressions.expected.json"));
        List<Case> cases = new ArrayList<>();
        for (JsonValue entry : entries.values()) {
            String line = string(((JsonObject) entry).members().get("source"));
            cases.add(new Case(line, line.replace('⏎', '\n'), variables, expected(entry)));
        }
        return cases;
    }

    private static Outcome expected(JsonValue entry) {
        Map<String, JsonValue> members = ((JsonObject) entry).members();
        if (members.containsKey("text")) {
            return new Outcome.Text(string(members.get("text")));
        }
        return members.containsKey("raised")
                ? new Outcome.Raised(string(members.get("raised")))
                : new Outcome.Failed();
    }

    private static String string(JsonValue value) {
        return ((JsonString) value).value();
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String stem(Path file, String ending) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ending.length());
    }

    private static JsonValue json(Path file) {
        return Json.parse(text(file));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
