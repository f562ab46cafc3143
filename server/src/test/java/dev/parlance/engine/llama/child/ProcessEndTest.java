package dev.parlance.engine.llama.child;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessEndTest {
    @Test
    void names_signals_and_codes() {
        assertThat(ProcessEnd.describe(139, "")).isEqualTo("crashed (SIGSEGV, exit code 139)");
        assertThat(ProcessEnd.describe(134, "SIGBUS")).isEqualTo("crashed (SIGBUS, exit code 134)");
        assertThat(ProcessEnd.describe(137, "")).startsWith("was killed (SIGKILL, exit code 137)");
        assertThat(ProcessEnd.describe(143, "")).isEqualTo("was ended (SIGTERM, exit code 143)");
        assertThat(ProcessEnd.describe(128 + 31, ""))
                .isEqualTo("crashed (signal 31, exit code 159)");
        assertThat(ProcessEnd.describe(3, "")).contains("ran out of Java memory");
        assertThat(ProcessEnd.describe(1, "")).isEqualTo("ended with exit code 1");
        assertThat(ProcessEnd.describe(0, "")).isEqualTo("ended by itself");
    }
}
