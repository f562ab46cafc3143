package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.engine.llama.gguf.TinyGguf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
    @TempDir Path folder;

    private List<String> ids() {
        return ModelFolder.scan(folder).stream().map(model -> model.id().value()).toList();
    }

    @Test
    void finds_models_in_sub_folders_and_names_them_by_their_path() throws IOException {
        TinyGguf.llama(1).write(folder.resolve("one.gguf"));
        TinyGguf.llama(1).write(folder.resolve("org/repo/two.Q4_K_M.GGUF"));
        Files.writeString(folder.resolve("notes.txt"), "no model");
        Files.createDirectory(folder.resolve("folder.gguf"));

        assertThat(ids()).containsExactly("one", "org/repo/two.Q4_K_M");
    }

    @Test
    void takes_the_files_of_a_split_model_as_one() {
        List<Path> files = TinyGguf.llama(1).writeSplit(folder, "big", 3);

        assertThat(ids()).containsExactly("big");
        assertThat(ModelFolder.scan(folder).getFirst().file()).isEqualTo(files.getFirst());
        assertThat(SplitName.parts(files.getFirst())).isEqualTo(files);
    }

    @Test
    void knows_the_names_of_split_files() {
        assertThat(SplitName.parse("big-00002-of-00003.gguf")).contains(new SplitName("big", 2, 3));
        assertThat(SplitName.parse("big-00004-of-00003.gguf")).isEmpty();
        assertThat(SplitName.parse("big-00000-of-00003.gguf")).isEmpty();
        assertThat(SplitName.parse("big.gguf")).isEmpty();
        assertThat(SplitName.parts(Path.of("m/big.gguf"))).containsExactly(Path.of("m/big.gguf"));
    }

    @Test
    void finds_nothing_where_there_is_no_folder() {
        assertThat(ModelFolder.scan(folder.resolve("none"))).isEmpty();
    }
}
