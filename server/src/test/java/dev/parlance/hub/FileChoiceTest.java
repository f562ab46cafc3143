package dev.parlance.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.hub.ModelReference.Repository;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileChoiceTest {
    private static List<String> choose(
            @Nullable String file, @Nullable String quantization, String... paths) {
        HubRepository repository =
                new HubRepository(
                        "org/repo",
                        FakeHub.COMMIT,
                        null,
                        Arrays.stream(paths).map(p -> new HubFile(p, 1, null)).toList());
        return FileChoice.of(repository, new Repository("org/repo", "main", file, quantization))
                .stream()
                .map(HubFile::path)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "qwen2.5-0.5b-instruct-q4_k_m.gguf, Q4_K_M",
        "tinyllama-1.1b-chat-v1.0.Q4_K_M.gguf, Q4_K_M",
        "Model-IQ2_XXS.gguf, IQ2_XXS",
        "Model-UD-Q4_K_XL.gguf, UD-Q4_K_XL",
        "gemma-3-1b-it-f16.gguf, F16",
        "model.fp16.gguf, F16",
        "Q8_0/model-Q8_0-00001-of-00002.gguf, Q8_0",
        "gpt-oss-20b-mxfp4.gguf, MXFP4",
        "model.gguf,",
        "aq4_0b.gguf,",
    })
    void the_quantization_is_read_off_the_name(String path, @Nullable String label) {
        assertThat(Quantization.of(path).orElse(null)).isEqualTo(label);
    }

    @Test
    void the_only_model_needs_no_name() {
        assertThat(choose(null, null, "a.gguf", "mmproj-a-f16.gguf", "README.md"))
                .containsExactly("a.gguf");
    }

    @Test
    void of_several_the_usual_one_is_taken() {
        assertThat(choose(null, null, "a-Q8_0.gguf", "a-Q4_K_M.gguf", "a-f16.gguf"))
                .containsExactly("a-Q4_K_M.gguf");
        assertThat(choose(null, null, "a-Q8_0.gguf", "a-f16.gguf")).containsExactly("a-Q8_0.gguf");
    }

    @Test
    void a_quantization_is_taken_in_any_case() {
        assertThat(choose(null, "q8_0", "a-Q8_0.gguf", "a-Q4_K_M.gguf"))
                .containsExactly("a-Q8_0.gguf");
    }

    @Test
    void parts_come_together_and_in_order() {
        assertThat(
                        choose(
                                null,
                                "Q8_0",
                                "a-Q8_0-00002-of-00002.gguf",
                                "a-Q8_0-00001-of-00002.gguf",
                                "a-Q4_0.gguf"))
                .containsExactly("a-Q8_0-00001-of-00002.gguf", "a-Q8_0-00002-of-00002.gguf");
        assertThat(
                        choose(
                                "a-00002-of-00002.gguf",
                                null,
                                "a-00001-of-00002.gguf",
                                "a-00002-of-00002.gguf"))
                .containsExactly("a-00001-of-00002.gguf", "a-00002-of-00002.gguf");
    }

    @Test
    void what_is_not_there_or_not_one_is_answered_with_what_is() {
        assertThatThrownBy(() -> choose(null, "Q2_K", "a-Q8_0.gguf"))
                .hasMessageContaining("has nothing in Q2_K")
                .hasMessageContaining("a-Q8_0.gguf");
        assertThatThrownBy(() -> choose(null, "Q8_0", "a-Q8_0.gguf", "b-Q8_0.gguf"))
                .hasMessageContaining("several files in Q8_0; name the file");
        assertThatThrownBy(() -> choose(null, null, "a.gguf", "b.gguf"))
                .hasMessageContaining("several models; name one. There are: a.gguf, b.gguf.");
        assertThatThrownBy(() -> choose("c.gguf", null, "a.gguf"))
                .hasMessageContaining("has no file 'c.gguf'");
        assertThatThrownBy(() -> choose("README.md", null, "README.md", "a.gguf"))
                .hasMessageContaining("is not a .gguf file");
        assertThatThrownBy(() -> choose(null, null, "model.safetensors"))
                .hasMessageContaining("has no .gguf file");
        assertThatThrownBy(() -> choose(null, null, "a-00001-of-00003.gguf"))
                .hasMessageContaining("lacks parts of each of its models");
    }
}
