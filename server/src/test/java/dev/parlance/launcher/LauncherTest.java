package dev.parlance.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.launcher.Clone.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final String NO_JDK =
            "Parlance needs JDK 25 and found %s: install it, for example Eclipse Temurin 25"
                    + " from adoptium.net, or set JAVA_HOME to where it is.\n";

    @TempDir private Path folder;
    private Clone clone = null;

    @BeforeEach
    void makeRelease() throws IOException {
        clone = new Clone(folder.resolve("with space")).released().with("PARLANCE_NO_AOT", "1");
    }

    @AfterEach
    void removeLinks() throws IOException {
        clone.close();
    }

    @Test
    void without_any_java_it_says_what_to_install() throws Exception {
        Run run = clone.run("serve");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).isEqualTo(NO_JDK.formatted("none"));
    }

    @Test
    void another_java_alone_is_named_and_refused() throws Exception {
        Path old = clone.jdk("old", "17.0.15");
        Run run = clone.run("serve");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).isEqualTo(NO_JDK.formatted("only Java 17 in " + old));
        assertThat(clone.with("JAVA_HOME", old.toString()).run("serve").code()).isEqualTo(1);
    }

    @Test
    void a_newer_java_is_refused_too() throws Exception {
        clone.jdk("new", "26.0.1");
        assertThat(clone.run("serve").code()).isEqualTo(1);
    }

    @Test
    void it_finds_java_25_among_others() throws Exception {
        clone.jdk("a-17", "17.0.15");
        clone.jdk("b 25", "25.0.3");
        Run run = clone.run("chat", "two words", "*");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("java of b 25\n");
        assertThat(run.out()).endsWith("dev.parlance.app.Main\nchat\ntwo words\n*\n");
    }

    @Test
    void java_home_comes_first_unless_it_is_another_java() throws Exception {
        clone.jdk("a", "25.0.1");
        Path wanted = clone.jdk("b", "25.0.3");
        assertThat(clone.with("JAVA_HOME", wanted.toString()).run("x").out())
                .startsWith("java of b\n");
        Path old = clone.jdk("c", "21.0.1");
        assertThat(clone.with("JAVA_HOME", old.toString()).run("x").out())
                .startsWith("java of a\n");
        assertThat(clone.with("JAVA_HOME", "/no/such/folder").run("x").out())
                .startsWith("java of a\n");
    }

    @Test
    void the_java_on_the_path_is_the_last_resort() throws Exception {
        Path jdk = clone.jdk("elsewhere", "25.0.3");
        clone.with("PARLANCE_JDK_SEARCH", "/no/such/folder");
        assertThat(clone.run("x").code()).isEqualTo(1);
        Files.createSymbolicLink(folder.resolve("with space/tools/java"), jdk.resolve("bin/java"));
        assertThat(clone.run("x").out()).startsWith("java of elsewhere\n");
    }

    @Test
    void a_jdk_without_a_release_file_is_asked() throws Exception {
        Path jdk = clone.jdk("plain", "25.0.3");
        Files.delete(jdk.resolve("release"));
        assertThat(clone.run("x").out()).startsWith("java of plain\n");
    }

    @Test
    void a_release_needs_no_compiler() throws Exception {
        clone.jre("jre", "25.0.3");
        assertThat(clone.run("x").code()).isZero();
    }

    @Test
    void it_is_found_through_links() throws Exception {
        clone.jdk("a", "25.0.3");
        Path link = folder.resolve("link");
        Files.createSymbolicLink(link, folder.resolve("second"));
        Files.createSymbolicLink(
                folder.resolve("second"), folder.relativize(clone.home().resolve("parlance")));
        assertThat(clone.run(link, "x").out()).contains(clone.home() + "/lib/parlance.jar:");
    }

    @Test
    void the_class_path_is_in_order_and_options_are_passed_on() throws Exception {
        clone.jdk("a", "25.0.3");
        clone.with("JAVA_OPTS", "-Da=1 -Db=2").with("PARLANCE_JAVA_OPTS", "-Xmx9g");
        Path lib = clone.home().resolve("lib");
        assertThat(clone.run("x").out().lines())
                .containsSubsequence(
                        "class path "
                                + lib.resolve("parlance.jar")
                                + ":"
                                + lib.resolve("a-library.jar")
                                + ":"
                                + lib.resolve("b-library.jar"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Da=1",
                        "-Db=2",
                        "-Xmx9g",
                        "dev.parlance.app.Main",
                        "x");
    }

    @Test
    void the_exit_code_is_the_programs() throws Exception {
        clone.jdk("a", "25.0.3");
        assertThat(clone.with("FAKE_EXIT", "7").run("x").code()).isEqualTo(7);
    }

    @Test
    void serve_makes_the_aot_cache_once_and_uses_it() throws Exception {
        clone.jdk("a", "25.0.3");
        clone.with("PARLANCE_NO_AOT", "0");
        assertThat(clone.run("config").out()).doesNotContain("AOT");
        assertThat(clone.run("serve", "--help").out()).doesNotContain("AOT");

        Run first = clone.run("serve");
        assertThat(first.err()).contains("Preparing faster starts");
        assertThat(first.out()).contains("-XX:AOTCache=");
        Run second = clone.run("serve");
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(clone.run("config").out()).contains("-XX:AOTCache=");
    }

    @Test
    void a_cache_that_cannot_be_made_is_tried_once_and_hurts_nobody() throws Exception {
        clone.jdk("a", "25.0.3");
        clone.with("PARLANCE_NO_AOT", "0").with("FAKE_EXIT", "1");
        Run first = clone.run("serve");
        assertThat(first.err()).contains("No faster starts with this JDK");
        assertThat(first.out()).contains("serve\n").doesNotContain("AOTCache=");
        assertThat(clone.run("serve").err()).isEmpty();
    }

    @Test
    void a_release_has_no_tests() throws Exception {
        clone.jdk("a", "25.0.3");
        assertThat(clone.run("test").err())
                .isEqualTo("There are no tests in a release: run them in a clone.\n");
    }
}
