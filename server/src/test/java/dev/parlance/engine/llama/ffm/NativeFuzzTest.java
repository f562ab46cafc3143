package dev.parlance.engine.llama.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeFuzzTest {
    // Fixed, so that a run says something about this change and not about luck; hunts take others.
    private static final long SEED = Long.getLong("tests.seed", 20_261_120);
    private static final int ROUNDS = Integer.getInteger("tests.rounds", 400);

    @TempDir Path folder;

    @Test
    void native_code_survives_every_file_that_the_checks_accept() throws Exception {
        Path log = folder.resolve("log");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Xmx256m",
                                "-XX:-CreateCoredumpOnCrash",
                                "-XX:ErrorFile=" + folder.resolve("hs_err"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                NativeFuzz.class.getName(),
                                folder.toString(),
                                String.valueOf(SEED),
                                String.valueOf(ROUNDS))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String progress = Files.readString(folder.resolve("progress"));
        assertThat(process.exitValue())
                .as("%s; %s", progress, Files.readString(log).lines().limit(30).toList())
                .isZero();
        assertThat(progress).startsWith("done: ").doesNotContain(" 0 run");
    }
}
