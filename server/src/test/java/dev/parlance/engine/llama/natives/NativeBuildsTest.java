package dev.parlance.engine.llama.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NativeBuildsTest {
    @Test
    void knows_builds_for_linux_best_first() {
        assertThat(NativeBuilds.forPlatform("Linux", "amd64"))
                .extracting(NativeBuild::variant)
                .containsExactly("cuda", "vulkan", "cpu");
        assertThat(NativeBuilds.forPlatform("Linux", "aarch64"))
                .extracting(NativeBuild::variant)
                .containsExactly("cpu");
        assertThat(NativeBuilds.forPlatform("Mac OS X", "aarch64")).isEmpty();
        assertThat(NativeBuilds.forPlatform("Windows 11", "amd64")).isEmpty();
    }

    @Test
    void every_build_is_pinned_and_complete() {
        assertThat(NativeBuilds.all())
                .hasSize(4)
                .allSatisfy(build -> {
                    assertThat(build.integrity()).matches("sha512-[A-Za-z0-9+/]{86}==");
                    assertThat(build.release()).isEqualTo("0.5.0");
                    assertThat(build.packageSpec())
                            .matches("@node-llama-cpp/[a-z0-9-]+@3\\.22\\.1");
                    assertThat(build.files())
                            .allSatisfy(file -> {
                                assertThat(file.sha256()).matches("[0-9a-f]{64}");
                                assertThat(file.bytes()).isPositive();
                            });
                    assertThat(build.files())
                            .extracting(NativeFile::name)
                            .doesNotHaveDuplicates()
                            .contains("LICENSE", "libggml-base.so")
                            .anyMatch(
                                    name -> name.matches("libllama(\\.[a-z]+)?\\.v0\\.5\\.0\\.so"))
                            .anyMatch(name -> name.startsWith("libggml-cpu-"))
                            .noneMatch(name -> name.endsWith(".node"));
                });
    }

    @Test
    void refuses_a_list_that_it_does_not_understand() {
        assertThatThrownBy(() -> NativeBuilds.parse("folder x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("folder x");
    }
}
