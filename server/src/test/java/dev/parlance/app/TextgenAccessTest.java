package dev.parlance.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.cli.ServerStarter.Mode;
import dev.parlance.config.Config;
import dev.parlance.config.Platform;
import dev.parlance.config.Sources;
import dev.parlance.config.textgen.TextgenStart;
import dev.parlance.http.ListenerAddress;
import dev.parlance.transcript.RequestFile;
import dev.parlance.transcript.SocketExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keys, hosts and pages of a server that was started in text-generation-webui's words: transcripts
/// without a core side, to the byte. `-Dtranscripts=update` writes them anew.
class TextgenAccessTest {
    private static final Path FOLDER = Path.of("src/test/transcripts/textgen-server");

    @TempDir private Path folder;

    private Config config(String words) throws IOException {
        Path file = Files.writeString(folder.resolve("p.yaml"), "data-dir: data\n");
        Platform platform = new Platform("Linux", folder, Map.of());
        Sources sources = new Sources(file, folder, platform, Map.of());
        return Config.load(sources.with(TextgenStart.read(List.of(words.split(" ", -1)), sources)));
    }

    @ParameterizedTest
    @CsvSource({"--api,textgen", "--extensions openai,textgen-2023"})
    void replies_as_recorded(String start, String profile) throws IOException {
        Config config = config(start + " --api-port 0 --api-key K --admin-key A");
        assertThat(config.listeners().getFirst().profile().wireName()).isEqualTo(profile);
        List<Path> cases;
        try (Stream<Path> all = Files.list(FOLDER)) {
            cases = all.sorted().toList();
        }
        assertThat(cases).hasSizeGreaterThan(7);
        try (Parlance server = Parlance.start(config, Mode.DEV)) {
            for (Path path : cases) {
                RequestFile request =
                        RequestFile.parse(Files.readString(path.resolve("request.http")));
                String reply = SocketExchange.text(address(server), request);
                Path golden = path.resolve("response.http");
                if ("update".equals(System.getProperty("transcripts"))) {
                    Files.write(golden, reply.getBytes(StandardCharsets.UTF_8));
                }
                assertThat(reply).as(path.toString()).isEqualTo(Files.readString(golden));
            }
            assertThat(status(server, "/v1/models", "Bearer K")).isEqualTo(200);
        }
    }

    @Test
    void an_admin_key_alone_guards_the_administration_alone() throws IOException {
        try (Parlance server =
                Parlance.start(config("--api --api-port 0 --admin-key A"), Mode.DEV)) {
            assertThat(server.wantsKey()).isFalse();
            assertThat(status(server, "/v1/models", "Bearer sk-111")).isEqualTo(200);
            assertThat(status(server, "/v1/internal/model/list", "Bearer sk-111")).isEqualTo(401);
            assertThat(status(server, "/v1/internal/model/list", "Bearer A")).isEqualTo(200);
            assertThat(status(server, "/v1/models", "Bearer A")).isEqualTo(200);
        }
    }

    private static ListenerAddress address(Parlance server) {
        URI url = URI.create(server.urls().getFirst());
        return new ListenerAddress(url.getHost(), url.getPort(), false);
    }

    private static int status(Parlance server, String path, String authorization)
            throws IOException {
        String text = "GET " + path + " HTTP/1.1\nauthorization: " + authorization + "\n";
        String reply = SocketExchange.text(address(server), RequestFile.parse(text));
        return Integer.parseInt(reply.substring(9, 12));
    }
}
