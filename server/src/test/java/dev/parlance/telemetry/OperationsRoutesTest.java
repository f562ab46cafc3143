package dev.parlance.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.access.ApiKey;
import dev.parlance.core.access.Authenticator;
import dev.parlance.core.access.Caller;
import dev.parlance.core.access.Permission;
import dev.parlance.http.HttpServer;
import dev.parlance.http.HttpSettings;
import dev.parlance.http.Listener;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationsRoutesTest {
    private static final Authenticator KEYS =
            new Authenticator(
                    List.of(
                            new ApiKey(
                                    ApiKey.hash("secret"),
                                    new Caller(
                                            "ops",
                                            Set.of(Permission.INFERENCE),
                                            List.of(),
                                            false,
                                            null))));

    private final Metrics metrics = new Metrics();
    private final AtomicReference<Readiness> readiness = new AtomicReference<>(Readiness.READY);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        metrics.close();
    }

    @Test
    void health_and_readiness_need_no_key() throws Exception {
        try (HttpServer server = start(false)) {
            assertThat(get(server, "/health").body()).isEqualTo("{\"status\":\"ok\"}");
            assertThat(get(server, "/ready").body()).isEqualTo("{\"status\":\"ready\"}");
            readiness.set(Readiness.notReady("The model is loading."));
            HttpResponse<String> waiting = get(server, "/ready");

            assertThat(get(server, "/health").statusCode()).isEqualTo(200);
            assertThat(waiting.statusCode()).isEqualTo(503);
            assertThat(waiting.headers().firstValue("retry-after")).contains("1");
            assertThat(waiting.body())
                    .isEqualTo("{\"status\":\"not ready\",\"reason\":\"The model is loading.\"}");
            assertThat(server.openRoutes()).containsExactly("GET /health", "GET /ready");
        }
    }

    @Test
    void metrics_want_a_key_unless_they_are_opened() throws Exception {
        try (HttpServer server = start(false)) {
            HttpResponse<String> refused = get(server, "/metrics");
            HttpResponse<String> granted = get(server, "/metrics", "x-api-key", "secret");

            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("www-authenticate")).contains("Bearer");
            assertThat(granted.statusCode()).isEqualTo(200);
            assertThat(granted.headers().firstValue("content-type").orElseThrow())
                    .startsWith("text/plain");
            assertThat(granted.body())
                    .contains("http_server_active_requests 1.0", "http_route=\"/metrics\"");
        }
        try (HttpServer server = start(true)) {
            assertThat(get(server, "/metrics").statusCode()).isEqualTo(200);
            assertThat(server.openRoutes()).contains("GET /metrics");
        }
    }

    @Test
    void problems_are_plain_json() throws Exception {
        try (HttpServer server = start(false)) {
            assertThat(get(server, "/nowhere").body()).startsWith("{\"error\":\"Nothing is here");
        }
    }

    private HttpServer start(boolean openMetrics) {
        return HttpServer.start(
                HttpSettings.of(Listener.loopback(0)),
                KEYS,
                List.of(OperationsRoutes.of(metrics, readiness::get, openMetrics)),
                metrics);
    }

    private HttpResponse<String> get(HttpServer server, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.addresses().getFirst().url() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
