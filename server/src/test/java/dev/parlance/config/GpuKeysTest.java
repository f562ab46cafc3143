package dev.parlance.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GpuKeysTest {
    @TempDir private Path folder;

    @Test
    void a_model_follows_the_engine_where_it_says_nothing() throws IOException {
        Config config =
                ConfigFixture.in(folder)
                        .withFile(
                                """
                                llama:
                                  gpu-layers: 20
                                  tensor-split: "3, 1.5"
                                models:
                                  - id: a
                                    path: a.gguf
                                    split-mode: none
                                    main-gpu: 1
                                """)
                        .load();
        assertThat(config.llama().gpu())
                .isEqualTo(new GpuConfig(20, "layer", 0, List.of(3.0, 1.5)));
        assertThat(config.llama().modelGpu().get("a"))
                .isEqualTo(new GpuConfig(20, "none", 1, List.of(3.0, 1.5)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "NaN", "1,,2", "2000000", "0,0"})
    void refuses_shares_that_are_none(String shares) {
        assertThatThrownBy(() ->
                        ConfigFixture.in(folder)
                                .withEnvironment("PARLANCE_LLAMA_TENSOR_SPLIT", shares)
                                .load())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("llama.tensor-split");
    }

    @Test
    void refuses_more_gpus_than_there_can_be() {
        assertThatThrownBy(() ->
                        ConfigFixture.in(folder)
                                .withEnvironment(
                                        "PARLANCE_LLAMA_TENSOR_SPLIT", "1" + ",1".repeat(16))
                                .load())
                .hasMessageContaining("17 shares");
    }
}
