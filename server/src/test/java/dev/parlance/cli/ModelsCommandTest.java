package dev.parlance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {
    @TempDir private Path folder;
    private final Shell shell = new Shell();

    private static String freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return String.valueOf(free.getLocalPort());
        }
    }

    @Test
    void without_a_server_the_files_here_are_listed() throws IOException {
        Path nested = Files.createDirectories(folder.resolve("models/org/repo"));
        Path file = Files.writeString(nested.resolve("a.gguf"), "x");
        Files.writeString(nested.resolve("readme.txt"), "x");

        assertThat(shell.run("models", "--port", freePort(), "--data-dir", folder.toString()))
                .isZero();
        assertThat(shell.out()).isEqualTo(file + "\n");
        assertThat(shell.err())
                .contains("No server answers at")
                .contains("Model files here, which a server would serve:");
    }

    @Test
    void without_any_it_says_where_they_go() throws IOException {
        assertThat(shell.run("models", "--port", freePort(), "--data-dir", folder.toString()))
                .isZero();
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err()).endsWith("put .gguf files into " + folder + "/models\n");
    }

    @Test
    void a_named_server_that_is_not_there_is_an_error() throws IOException {
        assertThat(shell.run("models", "--url", "http://127.0.0.1:" + freePort())).isEqualTo(1);
        assertThat(shell.err()).startsWith("No server answers at http://127.0.0.1:");
    }
}
