package dev.parlance.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NativesTest {
    /// As long as the class path of a clone, which the launcher writes out.
    private static final String LONG =
            String.join(File.pathSeparator, Collections.nCopies(250, "/home/lib/library-1.2.jar"));

    @Test
    void a_long_command_line_does_not_end_the_process() throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dpadding=" + LONG,
                                "-cp",
                                System.getProperty("java.class.path"),
                                StartedRuntime.class.getName())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().remove("ORT_DISABLE_TELEMETRY");
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
