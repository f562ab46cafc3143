package dev.parlance.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.hub.ModelReference.Address;
import dev.parlance.hub.ModelReference.Repository;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelReferenceTest {
    private static final HubSettings HUB =
            HubSettings.of(URI.create("https://huggingface.co"), null);

    @ParameterizedTest
    @CsvSource({
        "org/repo, org/repo, main, ,",
        "org/repo:Q4_K_M, org/repo, main, , Q4_K_M",
        "org/repo@v1.0:Q8_0, org/repo, v1.0, , Q8_0",
        "org/repo:tiny.gguf, org/repo, main, tiny.gguf,",
        "org/repo/tiny.gguf, org/repo, main, tiny.gguf,",
        "org/repo/sub/tiny.gguf, org/repo, main, sub/tiny.gguf,",
        "org/repo:sub/tiny.gguf, org/repo, main, sub/tiny.gguf,",
        "org/repo@0123abc/tiny.gguf, org/repo, 0123abc, tiny.gguf,",
        "hf.co/org/repo:IQ4_XS, org/repo, main, , IQ4_XS",
        "huggingface.co/org/repo, org/repo, main, ,",
        "https://huggingface.co/org/repo, org/repo, main, ,",
        "https://huggingface.co/org/repo/resolve/main/a.gguf, org/repo, main, a.gguf,",
        "https://huggingface.co/org/repo/blob/v2/x/a.gguf?download=true, org/repo, v2, x/a.gguf,",
    })
    void repositories(
            String text,
            String id,
            String revision,
            @Nullable String file,
            @Nullable String quantization) {
        assertThat(ModelReference.parse(text, HUB))
                .isEqualTo(new Repository(id, revision, file, quantization));
    }

    @Test
    void other_urls_stay_urls() {
        assertThat(ModelReference.parse("https://example.org/models/a.gguf", HUB))
                .isEqualTo(new Address(URI.create("https://example.org/models/a.gguf")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tiny",
                "a/b:c:d/../e.gguf",
                "../repo",
                "org/..",
                "org/repo/../../x.gguf",
                "org/repo@../x",
                "org/re po",
                "https://user:secret@example.org/a.gguf",
                "https://",
                "https://exa mple.org/a.gguf"
            })
    void nonsense_is_refused(String text) {
        assertThatThrownBy(() -> ModelReference.parse(text, HUB))
                .isInstanceOf(HubException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void friendly_names_are_unique_and_mean_something() {
        Set<String> names = new HashSet<>();
        for (FriendlyName name : FriendlyName.all()) {
            assertThat(names.add(name.name())).as(name.name()).isTrue();
            assertThat(ModelReference.parse(name.reference(), HUB))
                    .isInstanceOfSatisfying(
                            Repository.class, r -> assertThat(r.quantization()).isNotNull());
            assertThat(name.use()).isIn("chat", "embed", "rerank");
        }
        assertThat(FriendlyName.of("Qwen3-0.6B")).isPresent();
        assertThat(FriendlyName.of("nothing")).isEmpty();
    }

    @Test
    void a_hub_is_an_address_without_a_password() {
        assertThatThrownBy(() -> HubSettings.of(URI.create("ftp://x"), null))
                .isInstanceOf(HubException.class);
        assertThatThrownBy(() -> HubSettings.of(URI.create("https://u:p@x"), null))
                .isInstanceOf(HubException.class)
                .hasMessageNotContaining("u:p");
        assertThatThrownBy(() -> HubSettings.of(URI.create("https://x"), "a\nb"))
                .isInstanceOf(HubException.class);
        assertThat(HubSettings.of(URI.create("https://x"), "secret").toString())
                .doesNotContain("secret");
    }
}
