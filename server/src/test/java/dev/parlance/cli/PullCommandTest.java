package dev.parlance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PullCommandTest {
    private static final byte[] MODEL = "GGUF, more or less".getBytes(StandardCharsets.US_ASCII);

    @TempDir private Path folder;
    private final Shell shell = new Shell();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private HttpServer hub;

    @BeforeEach
    void start() throws IOException {
        hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String listing =
                """
                {"sha": "0123456789abcdef", "cardData": {"license": "mit"}, "siblings": [
                  {"rfilename": "tiny-Q8_0.gguf", "size": %d},
                  {"rfilename": "tiny-Q4_K_M.gguf", "size": %d}]}
                """
                        .formatted(MODEL.length, MODEL.length);
        hub.createContext(
                "/",
                exchange -> {
                    tokens.add(
                            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                    boolean api = exchange.getRequestURI().getPath().startsWith("/api/");
                    byte[] body = api ? listing.getBytes(StandardCharsets.UTF_8) : MODEL;
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        hub.start();
    }

    @AfterEach
    void stop() {
        hub.stop(0);
    }

    private int pull(String... more) {
        String[] all = new String[more.length + 5];
        all[0] = "pull";
        all[1] = "--data-dir";
        all[2] = folder.toString();
        all[3] = "--hub";
        all[4] = "http://127.0.0.1:" + hub.getAddress().getPort();
        System.arraycopy(more, 0, all, 5, more.length);
        return shell.run(all);
    }

    @Test
    void a_pulled_model_is_listed_shown_and_removed() {
        assertThat(pull("org/repo")).isZero();
        assertThat(shell.out()).isEqualTo("org/repo/tiny-Q4_K_M\n");
        assertThat(shell.err())
                .contains("Pulling tiny-Q4_K_M.gguf\n")
                .contains("100 % (18 B of 18 B)\n")
                .contains("nobody says what the hash of tiny-Q4_K_M.gguf must be")
                .contains("(licence: mit)")
                .endsWith("Serve it: ./parlance serve --model org/repo/tiny-Q4_K_M\n");

        String data = folder.toString();
        assertThat(shell.run("models", "list", "--data-dir", data)).isZero();
        assertThat(shell.out())
                .containsPattern("org/repo/tiny-Q4_K_M +18 B  from http://127.0.0.1");
        assertThat(shell.run("models", "show", "tiny-Q4_K_M", "--data-dir", data)).isZero();
        assertThat(shell.out())
                .contains("commit          0123456789abcdef")
                .contains("licence         mit")
                .contains("pulled as       org/repo");
        assertThat(shell.run("models", "rm", "org/repo/tiny-Q4_K_M", "--data-dir", data)).isZero();
        assertThat(shell.out()).endsWith("Removed org/repo/tiny-Q4_K_M (18 B).\n");
        assertThat(folder.resolve("models")).isEmptyDirectory();
    }

    @Test
    void a_token_comes_from_a_file_or_a_variable() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "hf_from_file\n");

        assertThat(pull("org/repo", "--token-file", token.toString())).isZero();
        assertThat(tokens).containsOnly("Bearer hf_from_file");
        assertThat(pull("org/repo", "--token-env", "PARLANCE_NO_SUCH_VARIABLE")).isEqualTo(1);
        assertThat(shell.err()).contains("PARLANCE_NO_SUCH_VARIABLE holds no token");
    }

    @Test
    void offers_and_names_are_listed() {
        assertThat(pull("org/repo", "--offers")).isZero();
        assertThat(shell.out()).contains("18 B  Q8_0     tiny-Q8_0.gguf");
        assertThat(pull()).isZero();
        assertThat(shell.out()).contains("qwen3-0.6b").contains("Apache-2.0");
    }

    @Test
    void what_cannot_be_pulled_is_an_error_in_one_line() {
        assertThat(pull("nonsense")).isEqualTo(1);
        assertThat(shell.err()).contains("neither a known name nor a reference");
        assertThat(shell.run("models", "show", "x", "--data-dir", folder.toString())).isEqualTo(1);
        assertThat(shell.err()).contains("There is no model 'x'").contains("They are empty.");
    }
}
