package dev.parlance.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.cli.ServerStarter.Mode;
import dev.parlance.config.Config;
import dev.parlance.config.Platform;
import dev.parlance.config.Sources;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the product itself serves without a key, and nothing beside it.
class OpenRoutesTest {
    private static final List<String> PUBLISHED =
            List.of(
                    "GET /",
                    "GET /docs",
                    "GET /docs/{file+}",
                    "GET /health",
                    "GET /openapi.json",
                    "GET /ready");

    @TempDir private Path folder;

    @Test
    void only_the_published_routes_are_open() throws IOException, InterruptedException {
        try (Parlance server = Parlance.start(config(), Mode.DEV);
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(server.openRoutes()).containsExactlyInAnyOrderElementsOf(PUBLISHED);
            String url = server.urls().getFirst();
            for (String path : List.of("/v1/models", "/v1/models/scripted", "/metrics")) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).build();
                assertThat(client.send(request, BodyHandlers.discarding()).statusCode())
                        .as(path)
                        .isEqualTo(401);
            }
            for (String path :
                    List.of("/v1/chat/completions", "/v1/completions", "/v1/embeddings")) {
                HttpRequest request =
                        HttpRequest.newBuilder(URI.create(url + path))
                                .POST(BodyPublishers.ofString("{}"))
                                .build();
                assertThat(client.send(request, BodyHandlers.discarding()).statusCode())
                        .as(path)
                        .isEqualTo(401);
            }
        }
    }

    private Config config() throws IOException {
        Path file = Files.writeString(folder.resolve("p.yaml"), "api-key: sk-open-routes-test");
        Platform platform = new Platform("Linux", folder, Map.of("PARLANCE_PORT", "0"));
        return Config.load(new Sources(file, folder, platform, Map.of("--host", "127.0.0.1")));
    }
}
