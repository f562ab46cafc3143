package dev.parlance.config.textgen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.config.ConfigException;
import dev.parlance.config.Keys;
import dev.parlance.config.textgen.FlagEffect.Nothing;
import dev.parlance.config.textgen.FlagEffect.Sets;
import dev.parlance.config.textgen.FlagEffect.Takes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FlagTableTest {

    /// The flags as its documentation spells them, today's and those of November 2023.
    private static List<String> documented() throws IOException {
        try (InputStream in = FlagTableTest.class.getResourceAsStream("flags.txt")) {
            byte[] bytes = Objects.requireNonNull(in).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void every_documented_flag_is_known_in_both_spellings() throws IOException {
        assertThat(documented()).hasSizeGreaterThan(140);
        assertThat(documented())
                .allSatisfy(name -> {
                    String underscored = "--" + name.substring(2).replace('-', '_');
                    assertThat(FlagTable.find(name)).isPresent();
                    assertThat(FlagTable.find(underscored)).isEqualTo(FlagTable.find(name));
                });
    }

    @Test
    void names_are_unique_and_nothing_is_known_that_is_not_documented() throws IOException {
        assertThat(FlagTable.names()).doesNotHaveDuplicates();
        List<String> dashed = documented().stream().map(name -> name.replace('_', '-')).toList();
        assertThat(dashed).containsAll(FlagTable.names());
    }

    @Test
    void what_a_flag_sets_is_a_key() {
        List<String> keys = Keys.ALL.stream().map(key -> key.pathAt(0)).toList();
        for (TextgenFlag flag : FlagTable.ALL) {
            switch (flag.effect()) {
                case Sets(String path, _) -> assertThat(keys).as(flag.name()).contains(path);
                case Takes(String what) -> assertThat(what).isNotBlank();
                case Nothing(String reason) -> assertThat(reason).isNotBlank();
            }
        }
        assertThat(keys).containsAll(SettingsFile.KEYS.values());
    }

    @Test
    void own_flags_and_words_stay_where_they_are() {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "--host",
                                "--api",
                                "--extensions",
                                "openai",
                                "gallery",
                                "--api-port",
                                "1234",
                                "--model",
                                "m.gguf",
                                "--n_ctx=4096",
                                "-h",
                                "--gpu-layers",
                                "-1",
                                "--",
                                "--api"));
        Map<String, Boolean> own = new HashMap<>();
        own.put("--host", true);
        own.put("--model", true);

        List<String> taken = TextgenStart.take(words, own);

        assertThat(taken)
                .containsExactly(
                        "--extensions",
                        "openai",
                        "gallery",
                        "--api-port",
                        "1234",
                        "--n_ctx=4096",
                        "--gpu-layers",
                        "-1");
        assertThat(words)
                .containsExactly("--host", "--api", "--model", "m.gguf", "-h", "--", "--api");
    }

    @Test
    void an_unknown_flag_names_the_nearest_of_both_programs() {
        assertThatThrownBy(() -> take("--api-prot", "1"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Unknown flag --api-prot. Did you mean --api-port?");
        assertThatThrownBy(() -> take("--hots=1"))
                .hasMessage("Unknown flag --hots. Did you mean --host?");
    }

    private static List<String> take(String... words) {
        return TextgenStart.take(new ArrayList<>(List.of(words)), Map.of("--host", true));
    }
}
