package dev.parlance.engine.scripted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ContentPart.ToolUse;
import dev.parlance.core.chat.Role;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiProblem.RateLimited;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The scripts that users copy: those in the examples and in the manual.
class ShippedScriptsTest {
    private static final Path SCRIPTS = Path.of("../examples/scripts");
    private static final Path MANUAL = Path.of("../docs/engine-scripted.md");

    @Test
    void every_example_script_is_valid() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            List<Path> scripts = files.toList();
            assertThat(scripts).isNotEmpty();
            for (Path script : scripts) {
                assertThat(Script.parse(Files.readString(script)).rules()).isNotEmpty();
            }
        }
    }

    @Test
    void the_script_of_the_conformance_run_is_valid() throws IOException {
        String yaml = Files.readString(Path.of("../conformance/script.yaml"));

        assertThat(Script.parse(yaml).rules()).isNotEmpty();
    }

    @Test
    void the_support_desk_answers_as_its_file_says() throws IOException {
        Rehearsal rehearsal = play("support-desk.yaml");
        ModelId large = new ModelId("support-large");
        ChatRequest request = Rehearsal.withTools(Rehearsal.user("Where is order 42?"));
        ChatRequest order =
                ChatRequest.of(large, request.messages())
                        .withTools(request.tools(), request.toolChoice(), null);

        assertThat(rehearsal.ask(ask(large, "Hello there")).text())
                .isEqualTo("Hello! How can I help?");
        assertThat(rehearsal.ask(order).toolCalls())
                .extracting(ToolUse::arguments)
                .containsExactly("{\"id\":\"42\"}");
    }

    @Test
    void bad_weather_is_bad_once_and_then_fine() throws IOException {
        Rehearsal rehearsal = play("bad-weather.yaml");

        assertThat(rehearsal.problem(Rehearsal.user("retry"))).isInstanceOf(RateLimited.class);
        assertThat(rehearsal.say("retry")).isEqualTo("Thank you for waiting.");
        assertThat(rehearsal.say("anything else")).isEqualTo("You said: anything else");
    }

    @Test
    void the_manuals_scripts_are_valid_and_do_what_they_say() throws IOException {
        List<String> scripts =
                Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(MANUAL))
                        .results()
                        .map(match -> match.group(1))
                        .toList();
        assertThat(scripts).hasSize(1);
        Rehearsal rehearsal = new Rehearsal(scripts.getFirst());

        assertThat(rehearsal.say("What is 2 + 2?")).isEqualTo("4");
        assertThat(rehearsal.say("my name is Ada")).isEqualTo("Hello Ada!");
        assertThat(rehearsal.problem(Rehearsal.user("retry"))).isInstanceOf(RateLimited.class);
        assertThat(rehearsal.say("retry")).isEqualTo("Thank you for waiting.");
    }

    @Test
    void the_manual_names_every_capability_that_can_be_played() throws IOException {
        String manual = Files.readString(MANUAL);
        for (Capability capability : ScriptedModel.PLAYABLE) {
            String name = capability.name().toLowerCase(Locale.ROOT).replace('_', '-');
            assertThat(manual).contains("`" + name + "`");
        }
    }

    private static ChatRequest ask(ModelId model, String text) {
        return ChatRequest.of(model, List.of(ChatMessage.of(Role.USER, text)));
    }

    private static Rehearsal play(String script) throws IOException {
        return new Rehearsal(Files.readString(SCRIPTS.resolve(script)));
    }
}
