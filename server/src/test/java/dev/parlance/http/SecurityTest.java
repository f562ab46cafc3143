package dev.parlance.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.access.CompatProfile;
import dev.parlance.http.RawClient.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who gets in: keys in every header, hosts, origins; and what leaks out.
class SecurityTest {
    private static final List<String> HEADERS =
            List.of(
                    "Authorization: Bearer ",
                    "authorization: bEARER  ",
                    "x-api-key: ",
                    "api-key: ");

    private final TestServer server = TestServer.keyed();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void the_open_routes_are_the_published_ones() {
        assertThat(server.http.openRoutes()).containsExactly("GET /open");
    }

    @Test
    void the_same_key_has_the_same_verdict_on_every_route_and_header() throws IOException {
        for (Route route : routes()) {
            for (String key : List.of("", "wrong", TestServer.USER_KEY, TestServer.ADMIN_KEY)) {
                int expected = verdict(route, key);
                for (String header : HEADERS) {
                    Response response =
                            call(route, key.isEmpty() ? List.of() : List.of(header + key));

                    assertThat(List.of(route.path(), header, key, admitted(response)))
                            .isEqualTo(List.of(route.path(), header, key, expected));
                }
            }
        }
    }

    private static int verdict(Route route, String key) {
        boolean known = key.startsWith("sk-");
        return switch (route.access()) {
            case OPEN -> 200;
            case KEY -> known ? 200 : 401;
            case ADMIN -> !known ? 401 : key.equals(TestServer.ADMIN_KEY) ? 200 : 403;
        };
    }

    private static int admitted(Response response) {
        return response.status() == 401 || response.status() == 403 ? response.status() : 200;
    }

    private Response call(Route route, List<String> headers) throws IOException {
        String path = route.path().replace("{name+}", "a").replace("{id}", "a");
        return server.send(
                route.method(),
                path.replace("{count}", "1").replace("{kind}", "problem"),
                headers.toArray(String[]::new));
    }

    /// All routes but those that wait or send for ever.
    private static List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (RouteGroup group : new TestRoutes().groups()) {
            for (Route route : group.routes()) {
                if (!route.path().matches("/(wait.*|flood|bulk)")) {
                    routes.add(route);
                }
            }
        }
        return routes;
    }

    @Test
    void a_refusal_says_how_and_nothing_else() throws IOException {
        Response response = server.send("GET", "/who", "x-api-key: sk-guess-4711");

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.header("www-authenticate")).contains("Bearer");
        assertThat(response.body()).doesNotContain("guess").contains("Incorrect API key");
    }

    @Test
    void contradictory_or_foreign_credentials_are_refused() throws IOException {
        String user = "x-api-key: " + TestServer.USER_KEY;

        assertThat(server.send("GET", "/who", user, "api-key: wrong").status()).isEqualTo(401);
        assertThat(server.send("GET", "/who", "api-key: wrong", user).status()).isEqualTo(401);
        assertThat(server.send("GET", "/who", user, "api-key: " + TestServer.ADMIN_KEY).body())
                .contains("two different API keys");
        assertThat(server.send("GET", "/who", user, user).status()).isEqualTo(200);
        assertThat(server.send("GET", "/who", user, "Authorization: Basic eDp5").status())
                .isEqualTo(200);
        assertThat(server.send("GET", "/who", "Authorization: " + TestServer.USER_KEY).body())
                .contains("'Bearer KEY'");
        assertThat(server.send("GET", "/who", "Authorization: Bearer ").status()).isEqualTo(401);
    }

    @Test
    void profile_and_strictness_come_from_the_key() throws IOException {
        String user = "x-api-key: " + TestServer.USER_KEY;

        assertThat(server.send("GET", "/who", user).body())
                .contains("\"caller\":\"user\",\"profile\":\"textgen\",\"strict\":true");
        assertThat(server.send("GET", "/who", user, "X-Parlance-Profile: openai").body())
                .contains("\"profile\":\"openai\"");
    }

    @Test
    void an_open_route_of_a_keyed_server_knows_nobody() throws IOException {
        assertThat(server.send("GET", "/open", "x-api-key: " + TestServer.ADMIN_KEY).body())
                .contains("\"caller\":\"anonymous\"");
    }

    @Test
    void a_server_without_keys_accepts_any() throws IOException {
        try (TestServer open = TestServer.open()) {
            assertThat(open.send("GET", "/who", "Authorization: Bearer whatever").status())
                    .isEqualTo(200);
            assertThat(open.send("POST", "/admin").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,200",
        "LOCALHOST:8080,200",
        "127.0.0.1:1,200",
        "[::1],200",
        "[::1]:80,200",
        "chat.example:80,200",
        "evil.example,403",
        "localhost.evil.example,403",
        "127.0.0.1.evil.example,403",
        "[::2],403",
        "0.0.0.0,403",
    })
    void a_loopback_listener_answers_to_its_own_names_only(String host, int status)
            throws IOException {
        try (TestServer open = TestServer.with(Map.of("allowedHosts", List.of("Chat.Example")))) {
            assertThat(open.send("GET", "/who", "Host: " + host).status()).isEqualTo(status);
        }
    }

    @Test
    void a_listener_for_all_answers_to_every_name() throws IOException {
        Listener all = new Listener("0.0.0.0", 0, null, CompatProfile.OPENAI);
        try (TestServer open = TestServer.with(Map.of("listeners", List.of(all)))) {
            assertThat(open.send("GET", "/who", "Host: chat.example").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "https://localhost.evil", "file://"})
    void pages_of_other_origins_are_refused(String origin) throws IOException {
        try (TestServer open = TestServer.open()) {
            Response simple =
                    open.post("/echo", "{}", "Origin: " + origin, "Content-Type: text/plain");
            Response preflight =
                    open.send(
                            "OPTIONS",
                            "/echo",
                            "Origin: " + origin,
                            "Access-Control-Request-Method: POST");

            assertThat(simple.status()).isEqualTo(403);
            assertThat(preflight.status()).isEqualTo(403);
            assertThat(simple.header("access-control-allow-origin")).isEmpty();
            assertThat(preflight.header("access-control-allow-origin")).isEmpty();
            assertThat(open.routes.calls).hasValue(0);
        }
    }

    @Test
    void pages_of_the_server_itself_may_call() throws IOException {
        try (TestServer open = TestServer.open()) {
            String host = "localhost:" + open.port();

            assertThat(open.send("GET", "/who", "Host: " + host, "Origin: http://" + host).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void configured_origins_may_call() throws IOException {
        CorsSettings cors = CorsSettings.of("https://app.example", "app://desk");
        try (TestServer open = TestServer.with(Map.of("cors", cors))) {
            Response simple = open.send("GET", "/who", "Origin: https://app.example");
            Response preflight =
                    open.send(
                            "OPTIONS",
                            "/echo",
                            "Origin: app://desk",
                            "Access-Control-Request-Method: POST",
                            "Access-Control-Request-Headers: authorization");

            assertThat(simple.header("access-control-allow-origin"))
                    .contains("https://app.example");
            assertThat(simple.header("access-control-expose-headers"))
                    .contains("x-request-id, X-Parlance-Disposition");
            assertThat(simple.header("vary")).contains("Origin");
            assertThat(preflight.status()).isEqualTo(204);
            assertThat(preflight.header("access-control-allow-origin")).contains("app://desk");
            assertThat(preflight.header("access-control-allow-methods")).contains("OPTIONS, POST");
            assertThat(preflight.header("access-control-allow-headers").orElseThrow())
                    .contains("authorization", "x-api-key");
            assertThat(preflight.header("access-control-max-age")).contains("600");
            assertThat(open.send("GET", "/who", "Origin: http://app.example").status())
                    .isEqualTo(403);
        }
    }

    @Test
    void a_star_opens_to_all_origins() throws IOException {
        try (TestServer open = TestServer.with(Map.of("cors", CorsSettings.of("*")))) {
            assertThat(
                            open.send("GET", "/who", "Origin: null")
                                    .header("access-control-allow-origin"))
                    .contains("*");
        }
        assertThatThrownBy(() -> CorsSettings.of("*", "https://a"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CorsSettings.of("https://a/path"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_preflight_needs_no_key() throws IOException {
        assertThat(server.send("OPTIONS", "/echo").status()).isEqualTo(204);
    }

    @Test
    void replies_carry_no_stack_and_no_path() throws IOException {
        Response defect = server.send("GET", "/fail/defect", "api-key: " + TestServer.USER_KEY);
        Response deep = server.send("GET", "/fail/deep", "api-key: " + TestServer.USER_KEY);

        for (Response response : List.of(defect, deep)) {
            assertThat(response.status()).isEqualTo(500);
            assertThat(response.body())
                    .matches(
                            "\\{\"shape\":\"test\",\"error\":\"The server met an unexpected"
                                    + " condition. Incident req_[0-9a-f]{32}\\.\"}");
        }
    }

    @Test
    void handlers_cannot_set_headers_that_split_the_reply() {
        for (String value : List.of("a\r\nX: y", "a\nb", "\u0000", "é")) {
            assertThatThrownBy(() -> Exchange.checkHeader("x-a", value))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
