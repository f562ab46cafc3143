package dev.parlance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineCommandTest {
    @TempDir private Path folder;
    private final Shell shell = new Shell();

    @Test
    void lists_the_libraries() {
        assertThat(engine("list")).isZero();
        assertThat(engine()).isZero();
        assertThat(shell.libraries.asked).containsExactly("list", "list");
        assertThat(shell.out()).startsWith("* llama.cpp 0.5.0 (cpu): installed\n");
    }

    @Test
    void installs_and_removes_a_variant() {
        assertThat(engine("install")).isZero();
        assertThat(engine("install", "--variant", "vulkan")).isZero();
        assertThat(engine("remove", "--variant", "cuda")).isZero();
        assertThat(shell.libraries.asked)
                .containsExactly("install cpu", "install vulkan", "remove cuda");
        assertThat(shell.err()).contains("Fetching");
        assertThat(shell.out()).contains("Installed.", "Removed.");
    }

    @Test
    void fails_with_one_line_when_it_cannot() {
        assertThat(engine("install", "--variant", "rocm")).isEqualTo(1);
        assertThat(shell.err()).isEqualTo("There is no variant 'rocm'.\n");
        assertThat(engine("upgrade")).isEqualTo(2);
    }

    @Test
    void serve_fetches_the_library_first_and_says_which_one_it_uses() {
        assertThat(shell.run("serve", "--data-dir", folder.toString())).isEqualTo(130);
        assertThat(shell.libraries.asked).containsExactly("prepare");
        assertThat(shell.out()).contains("Engine: llama.cpp 0.5.0 (cpu), installed\n");
    }

    @Test
    void dev_needs_no_library() {
        assertThat(shell.run("dev", "--data-dir", folder.toString())).isEqualTo(130);
        assertThat(shell.libraries.asked).isEmpty();
    }

    private int engine(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "engine";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 2] = "--data-dir";
        all[all.length - 1] = folder.toString();
        return shell.run(all);
    }
}
