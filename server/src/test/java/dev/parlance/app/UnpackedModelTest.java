package dev.parlance.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program that was moved away from its clone has the built-in model in its jar.
class UnpackedModelTest {
    @TempDir private Path folder;

    @Test
    void the_unpacked_model_is_the_one_of_the_clone() throws IOException {
        assertThat(BuiltinModel.find(folder)).isEmpty();
        Path unpacked = BuiltinModel.unpack(folder).orElseThrow();
        Path original = Path.of("../models/builtin/parlance-builtin.gguf");
        assertThat(Files.mismatch(unpacked, original)).isEqualTo(-1);
        assertThat(BuiltinModel.unpack(folder)).contains(unpacked);
    }
}
