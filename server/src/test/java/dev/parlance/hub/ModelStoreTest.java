package dev.parlance.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
    @TempDir private Path folder;

    private Path put(String path, String content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private ModelStore store() {
        return new ModelStore(List.of(folder, folder.resolve("missing")));
    }

    @Test
    void models_are_listed_by_id_with_all_their_parts() throws IOException {
        put("org/repo/b-00002-of-00002.gguf", "22");
        put("org/repo/b-00001-of-00002.gguf", "1");
        put("a.gguf", "333");
        put("readme.txt", "x");

        assertThat(store().models())
                .extracting(StoredModel::id, m -> m.files().size(), StoredModel::bytes)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", 1, 3L),
                        org.assertj.core.groups.Tuple.tuple("org/repo/b", 2, 3L));
    }

    @Test
    void a_model_is_found_by_id_by_its_end_and_by_the_name_it_was_pulled_by() throws IOException {
        Path file = put("org/repo/tiny-Q4_K_M.gguf", "x");
        new Provenance(
                        "tiny",
                        "https://h/org/repo",
                        "org/repo",
                        null,
                        null,
                        Instant.EPOCH,
                        List.of())
                .write(file);
        put("other/tiny-Q8_0.gguf", "x");

        for (String name : List.of("org/repo/tiny-Q4_K_M", "tiny-Q4_K_M", "tiny")) {
            assertThat(store().find(name).firstFile()).as(name).isEqualTo(file);
        }
        assertThatThrownBy(() -> store().find("nothing"))
                .hasMessageContaining("There are: org/repo/tiny-Q4_K_M, other/tiny-Q8_0.");
        put("third/tiny-Q8_0.gguf", "x");
        assertThatThrownBy(() -> store().find("tiny-Q8_0"))
                .hasMessageContaining("could be other/tiny-Q8_0 or third/tiny-Q8_0");
    }

    @Test
    void a_removed_model_leaves_nothing_and_takes_nothing_else() throws IOException {
        Path file = put("org/repo/tiny.gguf", "x");
        new Provenance("t", "s", null, null, null, Instant.EPOCH, List.of()).write(file);
        Path other = put("org/other/b.gguf", "x");

        store().remove(store().find("tiny"));

        assertThat(folder.resolve("org/repo")).doesNotExist();
        assertThat(other).exists();
        store().remove(store().find("b"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_record_that_cannot_be_read_is_no_record() throws IOException {
        Path file = put("a.gguf", "x");
        Files.writeString(Provenance.beside(file), "{\"pulled_at\": \"yesterday\"}");

        assertThat(Provenance.of(file)).isEmpty();
    }
}
