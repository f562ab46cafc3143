package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundledModelTest {
    @TempDir Path folder;

    @Test
    void unpacks_the_built_in_model_once() throws IOException {
        Path file = BundledModel.BUILTIN.unpack(folder).orElseThrow();
        assertThat(file).hasFileName("parlance-builtin.gguf");
        assertThat(Files.mismatch(file, BuiltinSubject.FILE)).isEqualTo(-1);

        var made = Files.getLastModifiedTime(file);
        assertThat(BundledModel.BUILTIN.unpack(folder)).contains(file);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(made);
        Files.writeString(file, "cut");
        assertThat(BundledModel.BUILTIN.unpack(folder)).contains(file);
        assertThat(Files.mismatch(file, BuiltinSubject.FILE)).isEqualTo(-1);
        try (var entries = Files.list(folder)) {
            assertThat(entries).containsExactly(file.getParent());
        }
    }

    @Test
    void finds_nothing_where_nothing_is_bundled() throws IOException {
        assertThat(new BundledModel("models/none.gguf").unpack(folder)).isEmpty();
    }
}
