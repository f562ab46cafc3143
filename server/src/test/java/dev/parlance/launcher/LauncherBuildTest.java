package dev.parlance.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.launcher.Clone.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class LauncherBuildTest {
    private static final String GOOD_MAVEN =
            """
            cd "${0%/*}"
            mkdir -p server/target/lib
            echo jar >server/target/parlance.jar
            echo jar >server/target/lib/a.jar
            echo "$JAVA_HOME" >maven-java-home
            """;

    @TempDir private Path folder;
    private Clone clone = null;

    @BeforeEach
    void makeClone() throws IOException {
        clone = new Clone(folder).cloned(GOOD_MAVEN).with("PARLANCE_NO_AOT", "1");
        clone.jdk("a", "25.0.3");
    }

    private void edit(String source) throws IOException {
        Path file = clone.home().resolve(source);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
    }

    @AfterEach
    void removeLinks() throws IOException {
        clone.close();
    }

    @Test
    void the_first_start_builds_and_the_second_does_not() throws Exception {
        Run first = clone.run("serve");
        assertThat(first.err())
                .isEqualTo("Building Parlance (the first time takes a minute or two)...\n");
        assertThat(first.out()).contains("/parlance.jar:").endsWith("serve\n");
        assertThat(clone.mavenRuns()).hasSize(1);
        assertThat(Files.readString(clone.home().resolve("maven-java-home")))
                .isEqualTo(folder.resolve("jdks/a") + "\n");

        assertThat(clone.run("serve").err()).isEmpty();
        assertThat(clone.mavenRuns()).hasSize(1);
    }

    @Test
    void a_newer_source_is_built_into_another_folder() throws Exception {
        String before = clone.run("x").out();
        edit("server/src/main/java/A.java");
        Run run = clone.run("x");
        assertThat(run.err()).isEqualTo("Building Parlance, the sources are newer...\n");
        assertThat(run.out()).isNotEqualTo(before);
        assertThat(clone.mavenRuns()).hasSize(2);
        for (int i = 0; i < 2; i++) {
            edit("pom.xml");
            clone.run("x");
        }
        try (Stream<Path> kept = Files.list(clone.home().resolve(".parlance/builds"))) {
            assertThat(kept.filter(Files::isDirectory)).hasSize(2);
        }
    }

    @Test
    void a_build_can_be_skipped() throws Exception {
        clone.run("x");
        edit("pom.xml");
        assertThat(clone.with("PARLANCE_SKIP_BUILD", "1").run("x").code()).isZero();
        assertThat(clone.mavenRuns()).hasSize(1);
    }

    @Test
    void skipping_the_first_build_is_refused() throws Exception {
        Run run = clone.with("PARLANCE_SKIP_BUILD", "1").run("x");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("There is no build yet, and PARLANCE_SKIP_BUILD is set.\n");
    }

    @Test
    void a_failed_build_shows_the_end_of_its_log_and_starts_nothing() throws Exception {
        clone.cloned("echo 'A.java:1: wrong'\nexit 3\n");
        Run run = clone.run("serve");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("A.java:1: wrong").contains("The build failed");
        assertThat(run.out()).isEmpty();

        clone.cloned(GOOD_MAVEN);
        assertThat(clone.run("serve").code()).isZero();
    }

    @Test
    void building_needs_a_compiler() throws Exception {
        Files.delete(folder.resolve("jdks/a/bin/javac"));
        Run run = clone.run("serve");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("Parlance needs JDK 25 and found only a Java 25 without a compiler");
        assertThat(clone.mavenRuns()).isEmpty();
    }

    @Test
    void starts_at_the_same_time_build_once() throws Exception {
        clone.cloned("sleep 1\n" + GOOD_MAVEN);
        Path launcher = clone.home().resolve("parlance");
        List<Process> starts =
                List.of(
                        clone.start(launcher, "a"),
                        clone.start(launcher, "b"),
                        clone.start(launcher, "c"));
        for (Process start : starts) {
            assertThat(start.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(start.exitValue()).isZero();
        }
        assertThat(clone.mavenRuns()).hasSize(1);
    }

    @Test
    void a_lock_whose_owner_is_gone_is_taken_over() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        clone.file("home/.parlance/builds/lock/pid", gone.pid() + "\n");
        assertThat(clone.run("x").code()).isZero();
        assertThat(clone.home().resolve(".parlance/builds/lock")).doesNotExist();
    }

    @Test
    void test_runs_the_whole_suite_and_passes_its_code_on() throws Exception {
        assertThat(clone.run("test", "-Dx=y").code()).isZero();
        assertThat(clone.mavenRuns()).hasSize(1);
        assertThat(clone.mavenRuns().getFirst()).startsWith("-B -ntp -f ").endsWith("verify -Dx=y");

        clone.cloned("exit 3\n");
        assertThat(clone.run("test").code()).isEqualTo(3);
    }
}
