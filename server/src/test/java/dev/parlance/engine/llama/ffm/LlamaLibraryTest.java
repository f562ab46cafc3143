package dev.parlance.engine.llama.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.engine.llama.gguf.TensorType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlamaLibraryTest {
    @TempDir Path folder;

    @Test
    void opens_the_library_it_comes_with() {
        LlamaLibrary library = TestLibrary.maven();

        assertThat(library.release()).isEqualTo("llama.cpp b4916");
        assertThat(library.architectures()).contains("llama", "qwen2", "bert");
        assertThat(library.architectures()).doesNotContain("qwen3");
        assertThat(library.systemFeatures()).contains("CPU");
        assertThat(TestLibrary.maven()).isSameAs(library);
    }

    @Test
    void knows_the_block_sizes_of_every_tensor_type() {
        LlamaLibrary library = TestLibrary.open();
        for (TensorType type : TensorType.values()) {
            if (type == TensorType.MXFP4 && TestLibrary.named() == null) {
                continue; // younger than the library that comes along
            }
            assertThat(library.blockBytes(type.id())).as("%s", type).isEqualTo(type.blockBytes());
            assertThat(library.blockElements(type.id()))
                    .as("%s", type)
                    .isEqualTo(type.blockElements());
        }
    }

    @Test
    void refuses_a_library_with_other_defaults() {
        Symbols symbols = new Symbols(List.of(file()));
        Map<String, List<Number>> defaults = new HashMap<>(AbiB4916.INSTANCE.contextDefaults());
        defaults.put("n_batch", List.of(4096));
        Abi other = with(AbiB4916.INSTANCE, defaults);

        assertThatThrownBy(() -> LlamaLibrary.verify(symbols, other))
                .isInstanceOf(IncompatibleLibraryException.class)
                .hasMessageContaining("llama_context_params.n_batch is 2048 instead of [4096]");
    }

    @Test
    void refuses_a_library_with_larger_structs() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment model = arena.allocate(Abi.PROBE_BYTES).fill(Abi.UNTOUCHED);
            model.set(ValueLayout.JAVA_INT, 0x48, 7);
            assertThatThrownBy(() -> AbiB4916.INSTANCE.verify(model, model))
                    .isInstanceOf(IncompatibleLibraryException.class)
                    .hasMessageContaining("llama_model_params is larger than 64 bytes");
        }
    }

    @Test
    void refuses_a_library_without_the_functions() {
        Path libc = Path.of("/lib/x86_64-linux-gnu/libm.so.6");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(libc));
        assertThatThrownBy(() -> LlamaLibrary.open(libc))
                .isInstanceOf(IncompatibleLibraryException.class)
                .hasMessageContaining("does not export llama_model_default_params");
    }

    @Test
    void refuses_a_file_that_is_no_library() throws IOException {
        Path file = Files.writeString(folder.resolve("libjllama.so"), "not ELF");
        assertThatThrownBy(() -> LlamaLibrary.open(file))
                .isInstanceOf(IncompatibleLibraryException.class)
                .hasMessageContaining("cannot be opened");
    }

    @Test
    void unpacks_under_its_digest_and_repairs_what_was_changed() throws IOException {
        LibraryFile library = LibraryFile.forThisPlatform();
        Path file = library.unpack(folder);
        long size = Files.size(file);

        assertThat(file.getParent().getFileName()).hasToString(library.sha256());
        assertThat(Files.getLastModifiedTime(file))
                .isEqualTo(Files.getLastModifiedTime(library.unpack(folder)));
        Files.writeString(file, "tampered");
        assertThat(library.unpack(folder)).isEqualTo(file).hasSize(size);
        try (var entries = Files.list(file.getParent())) {
            assertThat(entries).containsExactly(file);
        }
    }

    @Test
    void refuses_a_resource_of_another_content() {
        LibraryFile real = LibraryFile.forThisPlatform();
        LibraryFile other = new LibraryFile(real.resource(), "0".repeat(64));
        assertThatThrownBy(() -> other.unpack(folder))
                .isInstanceOf(IncompatibleLibraryException.class)
                .hasMessageContaining("not the one Parlance was made with");
    }

    @Test
    void names_the_platforms_it_runs_on() {
        assertThat(LibraryFile.forPlatform("Linux", "amd64").resource()).contains("Linux/x86_64");
        assertThat(LibraryFile.forPlatform("Mac OS X", "aarch64").resource()).contains("dylib");
        assertThatThrownBy(() -> LibraryFile.forPlatform("Windows 11", "amd64"))
                .isInstanceOf(IncompatibleLibraryException.class)
                .hasMessageContaining("Linux and macOS");
    }

    private static Path file() {
        return LibraryFile.forThisPlatform().unpack(Path.of("target", "native"));
    }

    private static Abi with(Abi abi, Map<String, List<Number>> contextDefaults) {
        return new Abi(
                abi.release(),
                abi.modelParams(),
                abi.contextParams(),
                abi.modelDefaults(),
                contextDefaults,
                abi.memoryPrefix(),
                abi.memoryOf(),
                abi.newSamplers(),
                abi.architectures());
    }
}
