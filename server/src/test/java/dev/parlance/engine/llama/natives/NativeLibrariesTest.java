package dev.parlance.engine.llama.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class NativeLibrariesTest {
    @TempDir private Path bin;
    @TempDir private Path data;
    private final PackageFixture fixture = PackageFixture.usual();
    private final List<String> said = new ArrayList<>();

    private Path folder() {
        return data.resolve("natives");
    }

    private NativeLibraries with(NpmClient npm) {
        return with(npm, Clock.systemUTC());
    }

    private NativeLibraries with(NpmClient npm, Clock clock) {
        return new NativeLibraries(
                folder(), List.of(fixture.build()), Optional.ofNullable(npm), clock);
    }

    private NativeLibraries served() throws IOException {
        return with(PackageFixture.npmServing(bin, fixture.packed()));
    }

    @Test
    void installs_what_npm_fetches_and_uses_it() throws Exception {
        NativeLibraries libraries = served();
        assertThat(libraries.best(said::add)).isEqualTo(LibraryChoice.MAVEN);

        Path place = libraries.install("cpu", said::add);

        assertThat(said).anyMatch(line -> line.contains("@scope/x@1.2.3"));
        assertThat(names(place)).containsExactly("LICENSE", "libggml.so", "libllama.v1.so");
        assertThat(names(folder())).containsExactly("llama.cpp-9.9.9-linux-x86_64-cpu");
        LibraryChoice choice = libraries.best(said::add);
        assertThat(choice.place()).isEqualTo(place);
        assertThat(choice.required()).isFalse();
        assertThat(choice.title()).isEqualTo("llama.cpp 9.9.9 (cpu), installed");
        assertThat(libraries.describe(choice))
                .containsExactly(
                        "* llama.cpp 9.9.9 (cpu): installed in " + place,
                        "  llama.cpp b4916: comes along");
    }

    @Test
    void keeps_what_it_installs_to_this_user() throws Exception {
        Path place = served().install("cpu", said::add);
        for (Path entry : List.of(folder(), place)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(entry)))
                    .isEqualTo("rwx------");
        }
        assertThat(Files.isRegularFile(place.resolve("libllama.v1.so"))).isTrue();
    }

    @Test
    void does_not_fetch_again_what_is_there() throws Exception {
        NativeLibraries libraries = served();
        libraries.install("cpu", said::add);
        libraries.install("cpu", said::add);
        assertThat(bin.resolve("calls")).hasContent("called");
        assertThat(said).last().asString().contains("is there already");
    }

    @Test
    void a_changed_build_is_not_used_until_it_is_repaired() throws Exception {
        NativeLibraries libraries = served();
        Path place = libraries.install("cpu", said::add);
        Files.writeString(place.resolve("libggml.so"), "y".repeat(512));

        assertThat(libraries.best(said::add)).isEqualTo(LibraryChoice.MAVEN);
        assertThat(said).last().asString().contains("libggml.so was changed", "engine install");

        libraries.install("cpu", said::add);
        assertThat(libraries.best(said::add).place()).isEqualTo(place);
        assertThat(names(folder())).hasSize(1);
    }

    @Test
    void a_library_that_was_slipped_in_spoils_the_build() throws Exception {
        NativeLibraries libraries = served();
        Path place = libraries.install("cpu", said::add);
        Files.writeString(place.resolve("libggml-cpu-evil.so"), "x");
        assertThat(libraries.best(said::add)).isEqualTo(LibraryChoice.MAVEN);
        assertThat(said).last().asString().contains("libggml-cpu-evil.so does not belong to it");
    }

    @Test
    void a_link_in_place_of_a_library_spoils_the_build() throws Exception {
        NativeLibraries libraries = served();
        Path place = libraries.install("cpu", said::add);
        Path elsewhere = data.resolve("copy");
        Files.move(place.resolve("libggml.so"), elsewhere);
        Files.createSymbolicLink(place.resolve("libggml.so"), elsewhere);
        assertThat(libraries.best(said::add)).isEqualTo(LibraryChoice.MAVEN);
    }

    @Test
    void removes_a_build() throws Exception {
        NativeLibraries libraries = served();
        libraries.install("cpu", said::add);
        assertThat(libraries.remove("cpu")).isTrue();
        assertThat(libraries.remove("cpu")).isFalse();
        assertThat(names(folder())).isEmpty();
    }

    @Test
    void refuses_a_package_of_another_content() throws Exception {
        byte[] other = PackageFixture.usual().entry('0', "package/new", "new").packed();
        NativeLibraries libraries = with(PackageFixture.npmServing(bin, other));
        refused(libraries, "instead of", "nothing was unpacked");

        byte[] sameLength = fixture.packed();
        sameLength[sameLength.length - 6] ^= 1;
        refused(with(PackageFixture.npmServing(bin, sameLength)), "not the package that Parlance");
    }

    @Test
    void refuses_a_package_that_is_cut() throws Exception {
        byte[] cut = java.util.Arrays.copyOf(fixture.packed(), 300);
        refused(with(PackageFixture.npmServing(bin, cut)), "has 300 bytes instead of");
    }

    @Test
    void refuses_a_pinned_package_without_the_pinned_files() throws Exception {
        byte[] packed = new PackageFixture().wanted("package/LICENSE", "MIT").packed();
        NpmClient npm = PackageFixture.npmServing(bin, packed);
        NativeBuild build = PackageFixture.usual().build(packed);
        NativeLibraries libraries =
                new NativeLibraries(folder(), List.of(build), Optional.of(npm), Clock.systemUTC());
        refused(libraries, "does not hold package/bins/x/libllama.v1.so");
    }

    @Test
    void says_what_npm_said_when_it_fails() throws Exception {
        NpmClient npm = PackageFixture.npmDoing(bin, "echo 'offline: no route' >&2; exit 7\n");
        refused(with(npm), "exit code 7", "offline: no route");
    }

    @Test
    void says_so_when_npm_leaves_nothing() throws Exception {
        refused(with(PackageFixture.npmDoing(bin, "exit 0\n")), "left no package file");
    }

    @Test
    void ends_an_npm_that_hangs_and_what_it_started() throws Exception {
        Path started = bin.resolve("started");
        NpmClient npm =
                PackageFixture.npmDoing(bin, "sleep 300 & echo $! > '" + started + "'; wait\n");
        assertThatThrownBy(() -> npm.pack(fixture.build(), data, Duration.ofSeconds(2)))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("within 2 s");
        long pid = Long.parseLong(Files.readString(started).strip());
        Optional<ProcessHandle> child = ProcessHandle.of(pid);
        if (child.isPresent()) {
            child.get().onExit().get(10, java.util.concurrent.TimeUnit.SECONDS);
        }
    }

    @Test
    void says_what_to_do_without_npm() {
        refused(with(null), "npm is not on the PATH", "--natives");
        assertThat(NpmClient.find("")).isEmpty();
        assertThat(NpmClient.find("relative/bin")).isEmpty();
    }

    @Test
    void names_the_variants_there_are() throws Exception {
        NativeLibraries libraries = served();
        assertThatThrownBy(() -> libraries.install("rocm", said::add))
                .isInstanceOf(InstallException.class)
                .hasMessage("There is no variant 'rocm' for this platform; there are: cpu");
    }

    @Test
    void prepares_a_start_once_and_is_discouraged_by_failure() throws Exception {
        NpmClient npm =
                PackageFixture.npmDoing(bin, "echo called >> '" + bin + "/calls'; exit 1\n");
        with(npm).prepare(said::add);
        with(npm).prepare(said::add);
        assertThat(bin.resolve("calls")).hasContent("called");
        assertThat(said).last().asString().contains("Starting with the library that comes along");

        Instant later = Instant.now().plus(Duration.ofHours(7));
        with(npm, Clock.fixed(later, ZoneOffset.UTC)).prepare(said::add);
        assertThat(Files.readAllLines(bin.resolve("calls"))).hasSize(2);
    }

    @Test
    void prepares_a_start_with_the_usual_build() throws Exception {
        NativeLibraries libraries = served();
        libraries.prepare(said::add);
        assertThat(said).anyMatch(line -> line.contains("--natives maven"));
        assertThat(libraries.best(said::add).place()).isNotNull();
        said.clear();
        libraries.prepare(said::add);
        assertThat(said).isEmpty();
    }

    @Test
    void two_that_install_at_once_end_with_one_whole_build() throws Exception {
        NativeLibraries first = served();
        NativeLibraries second = served();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Callable<Path>> work =
                    List.of(
                            () -> first.install("cpu", _ -> {}),
                            () -> second.install("cpu", _ -> {}));
            for (Future<Path> place : threads.invokeAll(work)) {
                assertThat(place.get()).isDirectory();
            }
        }
        assertThat(names(folder())).hasSize(1);
        assertThat(first.best(said::add).required()).isFalse();
    }

    private void refused(NativeLibraries libraries, String... why) {
        assertThatThrownBy(() -> libraries.install("cpu", said::add))
                .isInstanceOf(InstallException.class)
                .hasMessageContainingAll(why);
        assertThat(names(folder())).isEmpty();
    }

    private static List<String> names(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
