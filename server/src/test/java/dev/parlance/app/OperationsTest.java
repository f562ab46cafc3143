package dev.parlance.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.cli.RunningServer;
import dev.parlance.cli.ServerStarter.Mode;
import dev.parlance.config.Config;
import dev.parlance.config.Platform;
import dev.parlance.config.Sources;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A started server tells its operators how it is.
class OperationsTest {
    @TempDir private Path folder;

    @Test
    void health_readiness_and_the_meters_of_calls_are_served() throws Exception {
        try (RunningServer server = Parlance.start(config("metrics: {open: true}"), Mode.DEV);
                HttpClient client = HttpClient.newHttpClient()) {
            URI base = URI.create(server.urls().getFirst());

            assertThat(get(client, base, "/health")).isEqualTo("{\"status\":\"ok\"}");
            assertThat(get(client, base, "/ready")).isEqualTo("{\"status\":\"ready\"}");
            post(client, base);
            assertThat(get(client, base, "/metrics"))
                    .contains(
                            "gen_ai_server_time_to_first_token_seconds_count",
                            "parlance_calls_total{error_type=\"none\","
                                    + "gen_ai_operation_name=\"chat\","
                                    + "gen_ai_response_model=\"scripted\",outcome=\"finished\"} 1.0",
                            "http_route=\"/v1/chat/completions\"");
        }
    }

    private Config config(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("p.yaml"), yaml);
        Platform platform = new Platform("Linux", folder, Map.of("PARLANCE_PORT", "0"));
        return Config.load(new Sources(file, folder, platform, Map.of("--host", "127.0.0.1")));
    }

    private static String get(HttpClient client, URI base, String path) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(base.resolve(path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static void post(HttpClient client, URI base) throws Exception {
        String body =
                "{\"model\":\"scripted\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        HttpRequest request =
                HttpRequest.newBuilder(base.resolve("/v1/chat/completions"))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }
}
