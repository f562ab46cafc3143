package dev.parlance.store.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.character.CharacterCard;
import dev.parlance.core.character.InstructionTemplate;
import dev.parlance.core.character.Preset;
import dev.parlance.core.character.TemplateFamilies;
import dev.parlance.core.character.TemplateRun;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.Role;
import dev.parlance.core.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The files that come with Parlance.
class BundledPromptsTest {
    private static final Path RESOURCES =
            Path.of("src/main/resources/dev/parlance/store/prompt").toAbsolutePath();
    private static final PromptFiles FILES = PromptFiles.bundled();
    private static final List<ChatMessage> TALK =
            List.of(
                    ChatMessage.of(Role.USER, "Hello!"),
                    ChatMessage.of(Role.ASSISTANT, "Hi"),
                    ChatMessage.of(Role.USER, "Bye"));

    private static List<String> templates() {
        return FILES.instructionTemplates();
    }

    private static String text(String name, List<ChatMessage> messages) {
        InstructionTemplate template =
                Objects.requireNonNull(FILES.instructionTemplate(name), name);
        return TemplateRun.of(template.source(), name)
                .text(messages, Map.of(), true, Clock.systemUTC());
    }

    private static List<ChatMessage> told(String system) {
        return Stream.concat(Stream.of(ChatMessage.of(Role.SYSTEM, system)), TALK.stream())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void the_list_of_files_is_the_folder(PromptKind kind) throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES.resolve(kind.folder()))) {
            List<String> names =
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.equals("files.txt"))
                            .sorted()
                            .toList();
            assertThat(Files.readAllLines(RESOURCES.resolve(kind.folder()).resolve("files.txt")))
                    .isEqualTo(names);
        }
    }

    @Test
    void there_are_as_many_as_promised() {
        assertThat(FILES.instructionTemplates()).hasSizeGreaterThanOrEqualTo(30);
        assertThat(FILES.characters())
                .hasSizeGreaterThanOrEqualTo(12)
                .contains("Assistant", "Example");
        assertThat(FILES.presets())
                .hasSizeGreaterThanOrEqualTo(12)
                .contains("Creative", "Top-P", "Deterministic", "simple-1");
    }

    /// The forms of the specification, to the character; `\n` is written out.
    @ParameterizedTest
    @CsvFileSource(
            resources = "catalogue.csv",
            delimiter = ';',
            quoteCharacter = '\'',
            numLinesToSkip = 1)
    void templates_write_what_their_models_learnt(String name, String withSystem, String without) {
        assertThat(shown(text(name, told("SYS")))).isEqualTo(withSystem);
        assertThat(shown(text(name, TALK))).isEqualTo(without == null ? "" : without);
    }

    private static String shown(String text) {
        return text.replace("\n", "\\n");
    }

    @ParameterizedTest
    @MethodSource("templates")
    void every_template_shows_every_message_in_order(String name) {
        String text = text(name, told("SYS"));
        assertThat(text).containsSubsequence("SYS", "Hello!", "Hi", "Bye");
        assertThat(text(name, TALK)).containsSubsequence("Hello!", "Hi", "Bye");
    }

    @Test
    void every_family_has_its_template() {
        for (String model : List.of("Meta-Llama-3.1-8B-Instruct.Q4", "vicuna-13b-v1.5", "x")) {
            assertThat(templates()).contains(TemplateFamilies.guess(model));
        }
        assertThat(TemplateFamilies.guess("Meta-Llama-3.1-8B")).isEqualTo("Llama-v3");
        assertThat(TemplateFamilies.guess("wizard-mega-13b")).isEqualTo("Wizard-Mega");
        assertThat(TemplateFamilies.guess("Mixtral-8x7B")).isEqualTo("Mistral");
        assertThat(TemplateFamilies.guess("dolphin-2.9-llama3")).isEqualTo("ChatML");
        assertThat(TemplateFamilies.guess("anything")).isEqualTo("Alpaca");
    }

    @Test
    void every_character_has_a_name_a_context_and_a_greeting() {
        for (String name : FILES.characters()) {
            CharacterCard card = Objects.requireNonNull(FILES.character(name));
            assertThat(card.bot()).isNotBlank();
            assertThat(card.context()).as(name).hasSizeGreaterThan(100);
            assertThat(card.greeting()).as(name).isNotBlank();
        }
        assertThat(Objects.requireNonNull(FILES.character("Assistant")).bot()).isEqualTo("AI");
    }

    @Test
    void presets_set_samplers() {
        for (String name : FILES.presets()) {
            Preset preset = Objects.requireNonNull(FILES.preset(name));
            assertThat(preset.fields().members().isEmpty()).isEqualTo(name.equals("Null preset"));
        }
        assertThat(Objects.requireNonNull(FILES.preset("Big O")).fields().get("top_k"))
                .isEqualTo(JsonValue.of(85));
    }

    @Test
    void names_are_found_in_any_case() {
        assertThat(FILES.instructionTemplate("chatml")).isNotNull();
        assertThat(FILES.instructionTemplate("../presets/Creative")).isNull();
        assertThat(FILES.character("files")).isNull();
    }
}
