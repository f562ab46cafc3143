package dev.parlance.engine.llama.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedFilesTest {
    private static final Set<String> WANTED = Set.of("package/bins/x/libllama.v1.so");

    @TempDir private Path folder;
    @TempDir private Path out;

    @Test
    void takes_the_wanted_files_alone() throws IOException {
        take(PackageFixture.usual().packed());
        assertThat(out).isDirectoryContaining("glob:**libllama.v1.so");
        try (var files = Files.list(out)) {
            assertThat(files).hasSize(1);
        }
        assertThat(out.resolve("libllama.v1.so")).hasContent("the model part ".repeat(100));
    }

    @Test
    void passes_over_folders_and_extended_headers() throws IOException {
        PackageFixture fixture =
                new PackageFixture()
                        .entry('g', "pax_global_header", "52 comment=x\n")
                        .entry('5', "package/bins/", "")
                        .entry('x', "PaxHeader/lib", "20 mtime=1\n")
                        .wanted("package/bins/x/libllama.v1.so", "content");
        take(fixture.packed());
        assertThat(out.resolve("libllama.v1.so")).hasContent("content");
    }

    @ParameterizedTest
    @ValueSource(chars = {'1', '2', '3', '4', '6', '7', 'L', 'S'})
    void refuses_links_devices_and_what_it_does_not_know(char type) {
        PackageFixture fixture = PackageFixture.usual().entry(type, "package/link", "");
        assertThatThrownBy(() -> take(fixture.packed()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("entry of the type '" + type + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "/etc/x", "package/../../x", "package\\x"})
    void refuses_paths_that_lead_elsewhere(String path) {
        PackageFixture fixture = new PackageFixture().entry('0', path, "x");
        assertThatThrownBy(() -> take(fixture.packed()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("leads elsewhere");
    }

    @Test
    void refuses_a_package_that_is_cut_anywhere() {
        int length = 512 + 1536 + 512 + 512 + 512 + 512;
        for (int bytes = 0; bytes < length; bytes += 97) {
            byte[] cut = PackageFixture.usual().cutAfter(bytes);
            assertThatThrownBy(
                            () -> {
                                Files.deleteIfExists(out.resolve("libllama.v1.so"));
                                take(cut);
                            })
                    .as("cut after %d", bytes)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void refuses_a_file_that_comes_twice() {
        PackageFixture fixture =
                PackageFixture.usual().wanted("package/bins/x/libllama.v1.so", "again");
        assertThatThrownBy(() -> take(fixture.packed())).isInstanceOf(IOException.class);
    }

    @Test
    void damaged_packages_are_refused_or_read_but_never_worse() throws IOException {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        byte[] packed = PackageFixture.usual().packed();
        for (int i = 0; i < 300; i++) {
            byte[] damaged = packed.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Files.deleteIfExists(out.resolve("libllama.v1.so"));
            try {
                take(damaged);
            } catch (IOException _) {
                // Refused.
            } catch (RuntimeException e) {
                throw new AssertionError("-Dtests.seed=" + seed, e);
            }
        }
    }

    private void take(byte[] packed) throws IOException {
        PackedFiles.take(Files.write(folder.resolve("p.tgz"), packed), WANTED, out);
    }
}
