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

    @Test
    void a_terminal_shows_a_table_with_what_went_wrong() throws IOException {
        try (FakeServer server = new FakeServer()) {
            long hourAgo = System.currentTimeMillis() / 1000 - 3700;
            server.replies(
                    200,
                    """
                    {"data":[
                     {"id":"a","parlance":{"state":"ready","progress":1,"life":
                      {"memory_bytes":2147483648,"last_used":HOUR,"keep_alive":"forever"}}},
                     {"id":"longer/b","parlance":{"state":"failed","progress":0,"life":
                      {"memory_bytes":9000000,"last_used":null,"keep_alive":"5m",
                       "problem":"b.gguf: not a GGUF file"}}},
                     {"id":"c","parlance":{"state":"loading","progress":0.5}},
                     {"id":"d"}]}
                    """
                            .replace("HOUR", String.valueOf(hourAgo)));
            assertThat(shell.typing("").run("models", "--url", server.url())).isZero();
            assertThat(shell.out())
                    .isEqualTo(
                            """
                            MODEL     STATE         MEMORY   LAST USE  KEEP
                            a         ready         2.0 GiB  1 h ago   forever
                            longer/b  failed        8 MiB    -         5m
                                b.gguf: not a GGUF file
                            c         loading 50 %  -        -         -
                            d         -             -        -         -
                            """);
        }
    }

    @Test
    void a_load_shows_its_progress_and_its_failure() throws IOException {
        try (FakeServer server = new FakeServer()) {
            server.replies(200, "data: {\"progress\":0.25}\n\ndata: {\"progress\":1}\n\n")
                    .replies(
                            200,
                            "data: {\"progress\":0}\n\n"
                                    + "data: {\"error\":{\"message\":\"no memory\"}}\n\n");
            assertThat(shell.run("models", "load", "org/a b", "--url", server.url())).isZero();
            assertThat(shell.err()).isEqualTo("Loading org/a b: 25 %\nLoading org/a b: 100 %\n");
            assertThat(server.requests.getFirst())
                    .isEqualTo("POST /v1/models/org%2Fa%20b/load {\"stream\":true}");
            assertThat(shell.run("models", "load", "b", "--url", server.url())).isEqualTo(1);
            assertThat(shell.err()).endsWith("The load failed: no memory\n");
        }
    }
}
