package dev.parlance.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.access.Authenticator;
import dev.parlance.http.RawClient.Response;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpServerTest {
    private final TestServer server = TestServer.open();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_body_is_echoed_with_the_usual_headers() throws IOException {
        Response response = server.post("/echo", "{\"a\":1}", "Content-Type: application/json");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"a\":1}");
        assertThat(response.header("content-type")).contains("application/json");
        assertThat(response.header("content-length")).contains("7");
        assertThat(response.header("x-content-type-options")).contains("nosniff");
        assertThat(response.header("x-request-id").orElseThrow()).matches("req_[0-9a-f]{32}");
        assertThat(response.header("connection")).isEmpty();
    }

    @Test
    void a_connection_carries_many_requests() throws IOException {
        try (RawClient client = server.connect()) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.send("POST", "/echo", "[" + i + "]").body())
                        .isEqualTo("[" + i + "]");
            }
        }
    }

    @Test
    void pipelined_requests_are_answered_in_order() throws IOException {
        try (RawClient client = server.connect()) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                all.append(
                        new String(
                                RawClient.request("POST", "/echo", "[" + i + "]"),
                                java.nio.charset.StandardCharsets.UTF_8));
            }
            client.write(all.toString());
            for (int i = 0; i < 10; i++) {
                assertThat(client.read().body()).isEqualTo("[" + i + "]");
            }
        }
    }

    @Test
    void connection_close_is_honoured() throws IOException {
        try (RawClient client = server.connect()) {
            Response response = client.send("GET", "/who", null, "Connection: close");

            assertThat(response.header("connection")).contains("close");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void a_stream_comes_in_chunks_and_leaves_the_connection_usable() throws IOException {
        try (RawClient client = server.connect()) {
            Response response = client.send("GET", "/stream/3", null);

            assertThat(response.header("content-type")).contains("text/event-stream");
            assertThat(response.header("transfer-encoding")).contains("chunked");
            assertThat(response.header("cache-control")).contains("no-cache");
            assertThat(response.body())
                    .isEqualTo("data: frame 0\n\ndata: frame 1\n\ndata: frame 2\n\n");
            assertThat(client.send("POST", "/echo", "1").body()).isEqualTo("1");
        }
    }

    @Test
    void a_stream_without_frames_is_an_empty_reply() throws IOException {
        Response response = server.send("GET", "/stream/0");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/models/a a|/models/a|-",
                "/models/org/repo:q4 org/repo:q4|/models/org/repo:q4|-",
                "/models/org%2Frepo?q=%C3%BC+x org/repo|/models/org/repo|ü_x",
                "/models/%C3%BC ü|/models/ü|-",
                "/models/load load|/models/load|-",
                "/one/x/part x|/one/x/part|-",
            })
    void paths_lead_to_routes(String path, String expected) throws IOException {
        assertThat(server.send("GET", path).body().replace("ü x", "ü_x")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/nowhere,404,test",
        "GET,/,404,test",
        "GET,/models,404,test",
        "GET,/models/,404,test",
        "GET,/one//part,404,test",
        "GET,/echo/,404,test",
        "GET,/echo,405,test",
        "DELETE,/other,405,other",
        "PROPFIND,/echo,405,test",
        "GET,/models/%zz,400,test",
        "GET,/models/%00,400,test",
        "GET,/models/%ff,400,test",
        "GET,/models/%0d%0aX,400,test",
    })
    void other_paths_and_methods_are_refused(String method, String path, int status, String shape)
            throws IOException {
        Response response = server.send(method, path);

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.body()).startsWith("{\"shape\":\"" + shape + "\",\"error\":\"");
        assertThat(response.header("x-request-id")).isPresent();
    }

    @Test
    void a_wrong_method_names_the_right_ones() throws IOException {
        assertThat(server.send("DELETE", "/models/load").header("allow"))
                .contains("GET, HEAD, OPTIONS, POST");
        assertThat(server.send("GET", "/echo").header("allow")).contains("OPTIONS, POST");
    }

    @Test
    void head_is_get_without_the_body() throws IOException {
        try (RawClient client = server.connect()) {
            Response response = client.send("HEAD", "/models/a", null);

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("content-length")).contains("13");
            assertThat(client.send("HEAD", "/stream/3", null).status()).isEqualTo(200);
            assertThat(client.send("HEAD", "/nowhere", null).status()).isEqualTo(404);
            assertThat(client.send("POST", "/echo", "1").body()).isEqualTo("1");
        }
    }

    @Test
    void options_tells_the_methods() throws IOException {
        Response response = server.send("OPTIONS", "/echo");

        assertThat(response.status()).isEqualTo(204);
        assertThat(response.header("allow")).contains("OPTIONS, POST");
        assertThat(response.header("access-control-allow-origin")).isEmpty();
        assertThat(server.send("OPTIONS", "/nowhere").status()).isEqualTo(404);
    }

    @Test
    void the_clients_request_id_is_repeated_when_it_is_safe() throws IOException {
        assertThat(server.send("GET", "/who", "X-Request-Id: a.B_1:-").header("x-request-id"))
                .contains("a.B_1:-");
        for (String unsafe : List.of("", "a b", "a\"b", "<x>", "x".repeat(129), "é")) {
            assertThat(server.send("GET", "/who", "X-Request-Id: " + unsafe).header("x-request-id"))
                    .hasValueSatisfying(id -> assertThat(id).startsWith("req_"));
        }
    }

    @Test
    void dispositions_show_in_a_header() throws IOException {
        assertThat(server.send("GET", "/who").header("x-parlance-disposition"))
                .contains("\"a[0]\";outcome=ignored;reason=\"not \\\"known\\\"\"");
    }

    @Test
    void profile_and_strict_mode_come_from_headers() throws IOException {
        assertThat(server.send("GET", "/who").body())
                .contains("\"profile\":\"openai\",\"strict\":false");
        assertThat(
                        server.send(
                                        "GET",
                                        "/who",
                                        "X-Parlance-Profile: H2oGPT",
                                        "X-Parlance-Strict: 1")
                                .body())
                .contains("\"profile\":\"h2ogpt\",\"strict\":true");
        assertThat(server.send("GET", "/who", "X-Parlance-Profile: x").status()).isEqualTo(400);
        assertThat(server.send("GET", "/who", "X-Parlance-Strict: x").status()).isEqualTo(400);
    }

    @Test
    void every_request_is_observed() throws IOException, InterruptedException {
        server.send("GET", "/models/x");
        server.send("GET", "/nowhere");

        assertThat(server.observed.take()).isEqualTo("/models/{name+} 200");
        assertThat(server.observed.take()).isEqualTo("- 404");
    }

    @Test
    void a_taken_port_is_explained() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            HttpSettings settings = HttpSettings.of(Listener.loopback(taken.getLocalPort()));

            assertThatThrownBy(() -> start(settings))
                    .isInstanceOf(HttpStartException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("the port is taken");
        }
    }

    @Test
    void a_bad_host_or_certificate_is_explained() {
        Listener nowhere =
                new Listener("no.such.host.invalid", 0, null, Listener.loopback(0).profile());
        Listener bare =
                new Listener(
                        "127.0.0.1",
                        0,
                        new Tls(Path.of("missing.pem"), Path.of("missing.key")),
                        nowhere.profile());

        assertThatThrownBy(() -> start(HttpSettings.of(nowhere)))
                .isInstanceOf(HttpStartException.class)
                .hasMessageContaining("no address of that name");
        assertThatThrownBy(() -> start(HttpSettings.of(bare)))
                .isInstanceOf(HttpStartException.class)
                .hasMessageContaining("missing.pem");
    }

    @Test
    void several_listeners_have_addresses_of_their_own() throws IOException {
        Map<String, Object> two =
                Map.of("listeners", List.of(Listener.loopback(0), Listener.loopback(0)));
        try (TestServer both = TestServer.with(two)) {
            List<ListenerAddress> addresses = both.http.addresses();

            assertThat(addresses).hasSize(2).doesNotHaveDuplicates();
            assertThat(addresses.get(1).url()).startsWith("http://127.0.0.1:");
            for (ListenerAddress address : addresses) {
                try (RawClient client = new RawClient(address.port())) {
                    assertThat(client.send("GET", "/who", null).status()).isEqualTo(200);
                }
            }
        }
    }

    @Test
    void two_routes_for_the_same_requests_are_a_mistake() {
        RouteGroup a = group("a", Route.get("/x/{id}", call -> {}));
        RouteGroup b = group("b", Route.get("/x/{name}", call -> {}));

        assertThatThrownBy(() -> new RouteTable(List.of(a, b)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two routes for GET /x/{name}: in a and b");
    }

    private static RouteGroup group(String name, Route route) {
        return new RouteGroup(name, TestRoutes.PROBLEMS, List.of(route));
    }

    private static void start(HttpSettings settings) {
        HttpServer.start(settings, new Authenticator(List.of()), new TestRoutes().groups()).close();
    }
}
