package dev.parlance.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.access.Authenticator;
import dev.parlance.http.HttpServer;
import dev.parlance.http.HttpSettings;
import dev.parlance.http.Listener;
import dev.parlance.http.Reply;
import dev.parlance.http.Route;
import dev.parlance.http.RouteGroup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleTest {
    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

    private final RouteGroup group = Console.routes(problem -> Reply.text(404, problem.message()));
    private final HttpServer server =
            HttpServer.start(
                    HttpSettings.of(Listener.loopback(0)),
                    new Authenticator(List.of()),
                    List.of(group));
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/docs"})
    void a_page_loads_everything_from_this_server(String path) throws Exception {
        HttpResponse<String> page = get(path);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        List<String> links = LINK.matcher(page.body()).results().map(ConsoleTest::link).toList();
        assertThat(links).isNotEmpty().noneMatch(link -> link.contains("//"));
        for (String link : links) {
            if (!link.equals("v1/models")) {
                assertThat(get("/" + link).statusCode()).as(link).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/docs", "/docs/swagger-ui-bundle.js", "/openapi.json"})
    void the_policy_lets_nothing_in_from_elsewhere(String path) throws Exception {
        assertThat(get(path).headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'")
                .doesNotContain("http", "*", "unsafe-eval");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/nope.js",
                "/docs/docs.html",
                "/docs/../openapi.json",
                "/docs/%2e%2e/openapi.json",
                "/docs/..%2f..%2fopenapi.json",
                "/docs/swagger-ui.css%00",
                "/docs//swagger-ui.css"
            })
    void what_is_not_in_the_table_is_not_there(String path) throws Exception {
        assertThat(get(path).statusCode()).isBetween(400, 404);
    }

    @Test
    void a_browser_that_has_the_file_gets_no_body() throws Exception {
        String tag = get("/docs").headers().firstValue("etag").orElseThrow();
        HttpResponse<String> again = get("/docs", "If-None-Match", tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void all_its_routes_are_on_the_list_of_open_ones() {
        assertThat(group.routes()).extracting(Route::access).containsOnly(Route.Access.OPEN);
        assertThat(server.openRoutes())
                .contains("GET /", "GET /docs", "GET /docs/{file+}", "GET /openapi.json");
    }

    private HttpResponse<String> get(String path, String... headers)
            throws IOException, InterruptedException {
        URI uri = URI.create(server.addresses().getFirst().url() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String link(MatchResult match) {
        return match.group(1);
    }
}
