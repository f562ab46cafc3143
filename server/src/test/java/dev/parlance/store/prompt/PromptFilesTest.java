package dev.parlance.store.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The files of a user.
class PromptFilesTest {
    @TempDir private Path folder;
    private PromptFiles files;

    @BeforeEach
    void open() {
        files = PromptFiles.of(folder);
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void assertRefused(ThrowingCallable call, String field, String words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e ->
                                assertThat(e.problem())
                                        .isInstanceOfSatisfying(
                                                InvalidRequest.class,
                                                p -> assertThat(p.param()).isEqualTo(field)))
                .hasMessageContaining(words);
    }

    @Test
    void win_over_ours_of_the_same_name() throws IOException {
        write("characters/Assistant.yaml", "name: Mine\ncontext: Here");
        assertThat(Objects.requireNonNull(files.character("Assistant")).bot()).isEqualTo("Mine");
        assertThat(files.character("Example")).isNotNull();
        assertThat(files.characters()).contains("Assistant", "Example").doesNotHaveDuplicates();
    }

    @Test
    void count_at_once_and_in_the_order_of_their_endings() throws IOException {
        assertThat(files.character("Ada")).isNull();
        write("characters/Ada.json", "{\"name\": \"from json\"}");
        assertThat(Objects.requireNonNull(files.character("Ada")).bot()).isEqualTo("from json");
        write("characters/Ada.yml", "name: from yml");
        assertThat(Objects.requireNonNull(files.character("Ada")).bot()).isEqualTo("from yml");
        assertThat(files.characters()).containsOnlyOnce("Ada");
    }

    @Test
    void may_be_templates_in_all_their_forms() throws IOException {
        write("instruction-templates/a.jinja", "{{ messages[0].content }}");
        write("instruction-templates/b.yaml", "instruction_template: |-\n  {{ 'b' }}");
        write("instruction-templates/c.yaml", "{% if x %}no: [yaml{% endif %}");
        write(
                "instruction-templates/d.yaml",
                "turn_template: \"<|user|><|user-message|><|bot|><|bot-message|>\"\nuser: U\nbot: B");
        assertThat(source("a")).isEqualTo("{{ messages[0].content }}");
        assertThat(source("b")).isEqualTo("{{ 'b' }}");
        assertThat(source("c")).startsWith("{% if x %}");
        assertThat(source("d")).contains("'U' + message.content");
    }

    private String source(String name) {
        return Objects.requireNonNull(files.instructionTemplate(name)).source();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret",
                "..",
                "a/b",
                "a\\b",
                "/etc/passwd",
                "C:secret",
                "a\u0000",
                "",
                " ",
                ".hidden"
            })
    void are_never_found_by_a_path(String name) throws IOException {
        write("secret.yaml", "name: secret");
        write("characters/.hidden.yaml", "name: hidden");
        assertThat(files.character(name)).isNull();
        assertThat(files.preset(name)).isNull();
        assertThat(files.instructionTemplate(name)).isNull();
    }

    @Test
    void do_not_lead_out_of_their_folder(@TempDir Path elsewhere) throws IOException {
        Files.writeString(elsewhere.resolve("x.yaml"), "name: out");
        Files.createDirectories(folder.resolve("characters"));
        Files.createSymbolicLink(
                folder.resolve("characters/Out.yaml"), elsewhere.resolve("x.yaml"));
        assertRefused(() -> files.character("Out"), "character", "no file in its folder");
    }

    @Test
    void have_a_size_and_a_form() throws IOException {
        write("characters/Big.yaml", "context: " + "x".repeat(PromptSource.MAX_BYTES));
        write("presets/Odd.yaml", "- 1");
        write("presets/Bomb.yaml", "a: &a [1]\nb: [*a, *a]");
        write("presets/Empty.yaml", "");
        Files.createDirectories(folder.resolve("presets/Folder.yaml"));
        Files.write(folder.resolve("presets/Bytes.yaml"), new byte[] {'a', ':', (byte) 0xC3});
        assertRefused(() -> files.character("Big"), "character", "larger than");
        assertRefused(() -> files.preset("Odd"), "preset", "no keys");
        assertRefused(() -> files.preset("Bomb"), "preset", "anchor");
        assertRefused(() -> files.preset("Bytes"), "preset", "UTF-8");
        assertRefused(() -> files.preset("Folder"), "preset", "no file");
        assertThat(files.preset("Empty")).isNotNull();
    }
}
