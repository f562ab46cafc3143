package dev.parlance.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.cli.StartException;
import dev.parlance.config.Config;
import dev.parlance.config.ConfigException;
import dev.parlance.config.Platform;
import dev.parlance.config.Sources;
import dev.parlance.engine.llama.natives.LibraryChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeChoiceTest {
    @TempDir private Path folder;
    private final NativeChoice choice = new NativeChoice();

    private Config config(String natives) {
        Platform platform = new Platform("Linux", folder, Map.of());
        return Config.load(
                new Sources(
                        null,
                        folder,
                        platform,
                        Map.of("--natives", natives, "--data-dir", folder.toString())));
    }

    @Test
    void takes_the_library_that_comes_along_when_nothing_is_installed() {
        assertThat(NativeChoice.of(config("auto"))).isEqualTo(LibraryChoice.MAVEN);
        assertThat(NativeChoice.of(config("maven"))).isEqualTo(LibraryChoice.MAVEN);
        assertThat(choice.list(config("auto"))).contains("* llama.cpp b4916: comes along");
    }

    @Test
    void takes_the_folder_that_is_named() throws IOException {
        Path own = Files.createDirectory(folder.resolve("own"));
        LibraryChoice named = NativeChoice.of(config(own.toString()));
        assertThat(named.place()).isEqualTo(own);
        assertThat(named.required()).isTrue();
        assertThat(choice.list(config(own.toString()))).contains("* your own: " + own);
    }

    @Test
    void refuses_a_folder_that_is_not_there() {
        assertThatThrownBy(() -> NativeChoice.of(config("nowhere")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no file or folder nowhere");
    }

    @Test
    void fetches_nothing_when_told_not_to() throws InterruptedException {
        List<String> said = new ArrayList<>();
        choice.prepare(config("maven"), said::add);
        assertThat(said).isEmpty();
        assertThat(folder.resolve("natives")).doesNotExist();
    }

    @Test
    void names_unknown_variants() {
        assertThatThrownBy(() -> choice.remove(config("auto"), "abacus"))
                .isInstanceOf(StartException.class);
        assertThatThrownBy(() -> choice.install(config("auto"), "abacus", _ -> {}))
                .isInstanceOf(StartException.class);
    }
}
