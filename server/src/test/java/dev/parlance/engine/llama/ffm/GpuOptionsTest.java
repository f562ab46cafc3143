package dev.parlance.engine.llama.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.engine.llama.ffm.GpuOptions.Split;
import dev.parlance.engine.llama.gguf.TinyGguf;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuOptionsTest {
    @TempDir private Path folder;

    @Test
    void refuses_what_no_release_could_do() {
        assertThatThrownBy(() -> new GpuOptions(-2, Split.NONE, 0, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GpuOptions(1, Split.NONE, 16, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GpuOptions(1, Split.ROW, 0, List.of(Double.NaN)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GpuOptions(1, Split.ROW, 0, List.of(0.0, 0.0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void without_a_gpu_the_processor_computes_whatever_was_wanted() {
        LlamaLibrary library = TestLibrary.open();
        org.junit.jupiter.api.Assumptions.assumeFalse(library.supportsGpu());
        GpuOptions wish = new GpuOptions(7, Split.NONE, 3, List.of(1.0, 2.0));
        ModelOptions options = new ModelOptions(true, false, wish);

        try (Arena arena = Arena.ofConfined()) {
            MemorySegment params = ModelParams.of(library, options, arena);
            long layers =
                    library.abi()
                            .modelParams()
                            .byteOffset(
                                    java.lang.foreign.MemoryLayout.PathElement.groupElement(
                                            "n_gpu_layers"));
            assertThat(params.get(java.lang.foreign.ValueLayout.JAVA_INT, layers)).isZero();
        }
        Path file = TinyGguf.llama(1).write(folder.resolve("tiny.gguf"));
        NativeModel.load(library, file, options, _ -> true).close();
    }
}
