package dev.parlance.engine.onnx;

import dev.parlance.core.model.ModelId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// Where the parts of one model are.
///
/// @param weights the ONNX graph
/// @param tokenizer Hugging Face's `tokenizer.json`
/// @param ownedBy whose model it is
/// @param changed when the weights were made or last changed
record ModelFiles(
        ModelId id,
        Place weights,
        Place tokenizer,
        String ownedBy,
        Instant changed,
        Recipe recipe) {

    /// Where one part is.
    sealed interface Place {
        /// A file.
        record OnDisk(Path file) implements Place {}

        /// A resource of a library on the class path.
        record InJar(String name) implements Place {}

        /// A stream of its bytes, which the caller closes.
        default InputStream open() throws IOException {
            return switch (this) {
                case OnDisk(Path file) -> Files.newInputStream(file);
                case InJar(String name) -> {
                    InputStream stream = ModelFiles.class.getResourceAsStream(name);
                    if (stream == null) {
                        throw new IOException("the resource " + name + " is missing");
                    }
                    yield stream;
                }
            };
        }

        /// All its bytes.
        default byte[] bytes() {
            try (InputStream stream = open()) {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// All its text.
        default String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }
    }
}
