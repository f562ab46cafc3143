package dev.parlance.engine.llama.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryFilesTest {
    @TempDir Path folder;

    @Test
    void finds_the_libraries_of_a_build_in_the_order_of_their_needs() throws IOException {
        List<String> names =
                List.of(
                        "libggml-base.so",
                        "libggml-cpu-zen4.so",
                        "libggml.cuda.v0.5.0.so",
                        "libllama-common.so",
                        "libllama.cuda.v0.5.0.so",
                        "llama-addon.node");
        make(names);
        assertThat(LibraryFiles.at(folder).files())
                .extracting(path -> path.getFileName().toString())
                .containsExactly(
                        "libggml-base.so", "libggml.cuda.v0.5.0.so", "libllama.cuda.v0.5.0.so");
        assertThat(LibraryFiles.at(folder).single()).isFalse();
    }

    @Test
    void takes_a_file_as_it_is() throws IOException {
        make(List.of("libjllama.so"));
        LibraryFiles files = LibraryFiles.at(folder.resolve("libjllama.so"));
        assertThat(files.single()).isTrue();
        assertThat(files.files()).containsExactly(folder.resolve("libjllama.so"));
    }

    @Test
    void takes_links_to_one_library_for_one() throws IOException {
        make(List.of("libllama.so.0.5.0", "libllama.v0.5.0.so"));
        Files.createSymbolicLink(folder.resolve("libllama.so"), Path.of("libllama.v0.5.0.so"));
        assertThat(LibraryFiles.at(folder).files()).hasSize(1);
    }

    @Test
    void refuses_folders_without_a_library_or_with_several() throws IOException {
        assertThatThrownBy(() -> LibraryFiles.at(folder))
                .isInstanceOf(IncompatibleLibraryException.class)
                .hasMessageContaining("There is no libllama in");
        make(List.of("libllama.so", "libllama.v0.4.0.so"));
        assertThatThrownBy(() -> LibraryFiles.at(folder))
                .isInstanceOf(IncompatibleLibraryException.class)
                .hasMessageContaining("several builds")
                .hasMessageContaining("libllama.so, libllama.v0.4.0.so");
    }

    private void make(List<String> names) throws IOException {
        for (String name : names) {
            Files.writeString(folder.resolve(name), name);
        }
    }
}
