package dev.parlance.engine.llama.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.engine.llama.gguf.GgufException;
import dev.parlance.engine.llama.gguf.GgufReader;
import dev.parlance.engine.llama.gguf.ModelCheck;
import dev.parlance.engine.llama.gguf.TinyGguf;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/// What the library of a named folder does otherwise than the one that comes along; runs with
/// PARLANCE_TEST_NATIVES.
@EnabledIfEnvironmentVariable(named = "PARLANCE_TEST_NATIVES", matches = ".+")
class NewLibraryTest {
    private static final ContextOptions SIZE = new ContextOptions(256, 64, 64, 2, 1, false);

    @TempDir Path folder;

    @Test
    void opens_a_folder_of_libraries() {
        LlamaLibrary library = TestLibrary.open();

        assertThat(library.release()).isEqualTo("llama.cpp 0.5.0");
        assertThat(library.architectures()).contains("llama", "bert", "qwen3", "gpt-oss");
        assertThat(library.architectures()).doesNotContain("mamba", "qwen2vl", "t5");
        assertThat(library.systemFeatures()).contains("CPU");
        assertThat(TestLibrary.open()).isSameAs(library);
    }

    @Test
    void refuses_other_defaults() {
        Symbols symbols = new Symbols(LibraryFiles.at(TestLibrary.named()).files());
        Map<String, List<Number>> defaults = new HashMap<>(AbiV050.INSTANCE.modelDefaults());
        defaults.put("lazy_mode", List.of(2));
        Abi real = AbiV050.INSTANCE;
        Abi other =
                new Abi(
                        real.release(),
                        real.modelParams(),
                        real.contextParams(),
                        defaults,
                        real.contextDefaults(),
                        real.memoryPrefix(),
                        real.memoryOf(),
                        real.newSamplers(),
                        real.architectures());

        LlamaLibrary.verify(symbols, real);
        assertThatThrownBy(() -> LlamaLibrary.verify(symbols, other))
                .isInstanceOf(IncompatibleLibraryException.class)
                .hasMessageContaining("llama_model_params.lazy_mode is 1 instead of [2]");
    }

    @Test
    void refuses_a_second_folder() throws IOException {
        TestLibrary.open();
        for (Path file : LibraryFiles.at(TestLibrary.named()).files()) {
            Files.copy(file, folder.resolve(file.getFileName()));
        }
        assertThatThrownBy(() -> LlamaLibrary.open(folder))
                .isInstanceOf(IncompatibleLibraryException.class)
                .hasMessageContaining("this process uses the one in");
    }

    @Test
    void computes_what_the_older_library_computes() {
        Path file = TinyGguf.llama(5).write(folder.resolve("tiny.gguf"));

        assertThat(greedy(TestLibrary.open(), file)).isEqualTo(greedy(TestLibrary.maven(), file));
    }

    @Test
    void looks_through_the_weights_when_told_to() {
        byte[] nan = new byte[32 * 4];
        for (int i = 0; i < nan.length; i += 4) {
            nan[i + 2] = (byte) 0xc0;
            nan[i + 3] = 0x7f;
        }
        Path file =
                TinyGguf.llama(1)
                        .tensor("output_norm.weight", 0, List.of(32L), nan, null)
                        .write(folder.resolve("nan.gguf"));
        ModelOptions checked = new ModelOptions(false, true, GpuOptions.USUAL);
        assertThatThrownBy(() -> NativeModel.load(TestLibrary.open(), file, checked, _ -> true))
                .isInstanceOf(NativeException.class)
                .hasMessageContaining("invalid");
    }

    @Test
    void gives_every_output_that_is_asked_for() {
        Path file = TinyGguf.llama(5).write(folder.resolve("tiny.gguf"));
        try (NativeModel model =
                        NativeModel.load(
                                TestLibrary.open(), file, ModelOptions.DEFAULT, _ -> true);
                NativeContext context = new NativeContext(model, SIZE, () -> false)) {
            for (int i = 0; i < 60; i++) {
                context.batch().add(300, i / 2, i % 2, true);
            }
            assertThat(context.decode()).isEqualTo(DecodeStatus.DONE);
            for (int i = 0; i < 60; i++) {
                MemorySegment logits = context.logits(i);
                assertThat(logits.getAtIndex(ValueLayout.JAVA_FLOAT, 0)).isFinite();
            }
        }
    }

    /// Native code asserts what such files get wrong; the checks must be there first.
    @Test
    void survives_crafted_files_of_every_architecture() {
        LlamaLibrary library = TestLibrary.open();
        for (String architecture : library.architectures()) {
            Path file =
                    TinyGguf.llama(1)
                            .text("general.architecture", architecture)
                            .uint(architecture + ".context_length", 512)
                            .uint(architecture + ".embedding_length", 32)
                            .uint(architecture + ".block_count", 1)
                            .uint(architecture + ".feed_forward_length", 64)
                            .uint(architecture + ".attention.head_count", 4)
                            .uint(architecture + ".attention.head_count_kv", 2)
                            .real(architecture + ".attention.layer_norm_rms_epsilon", 1e-5f)
                            .real(architecture + ".attention.layer_norm_epsilon", 1e-5f)
                            .write(folder.resolve("crafted.gguf"));
            try {
                ModelCheck.check(List.of(GgufReader.read(file)), library.architectures());
                NativeModel.load(library, file, ModelOptions.DEFAULT, _ -> true).close();
            } catch (GgufException | NativeException refused) {
                assertThat(refused).as(architecture).hasMessageNotContaining("assert");
            }
        }
    }

    private static List<Integer> greedy(LlamaLibrary library, Path file) {
        List<Integer> tokens = new ArrayList<>();
        try (NativeModel model = NativeModel.load(library, file, ModelOptions.DEFAULT, _ -> true);
                NativeContext context = new NativeContext(model, SIZE, () -> false);
                NativeSampler sampler = new NativeSampler(model, SamplerOptions.GREEDY)) {
            context.batch().add(1, 0, 0, false);
            int row = context.batch().add(300, 1, 0, true);
            for (int i = 0; i < 16; i++) {
                assertThat(context.decode()).isEqualTo(DecodeStatus.DONE);
                int token = context.sample(sampler, row);
                tokens.add(token);
                context.batch().clear();
                row = context.batch().add(token, 2 + i, 0, true);
            }
        }
        return tokens;
    }
}
