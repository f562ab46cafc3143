package dev.parlance.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.http.RawClient.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that no proper client sends end in a clear error or a clean close, and the server lives
/// on.
class HostileClientTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());

    private final TestServer server =
            TestServer.with(
                    Map.of(
                            "maxBodyBytes",
                            100_000L,
                            "maxHeaderBytes",
                            8192,
                            "bodyTimeout",
                            Duration.ofMillis(400),
                            "idleTimeout",
                            Duration.ofMillis(700)));

    @AfterEach
    void server_lives_on() throws IOException {
        assertThat(server.post("/echo", "[1]").body()).isEqualTo("[1]");
        server.close();
    }

    @Test
    void a_body_over_the_limit_is_refused() throws IOException {
        Response response = server.post("/echo", "1".repeat(100_001));

        assertThat(response.status()).isEqualTo(413);
        assertThat(response.body()).contains("\"shape\":\"test\"").contains("100000 bytes");
        assertThat(response.header("connection")).contains("close");
        assertThat(server.post("/echo", "1".repeat(100_000)).status()).isEqualTo(200);
    }

    @Test
    void a_chunked_body_over_the_limit_is_refused() throws IOException {
        try (RawClient client = server.connect()) {
            client.write(head("/echo", "Transfer-Encoding: chunked"));
            client.write(chunk("1".repeat(60_000)) + chunk("1".repeat(60_000)) + "0\r\n\r\n");

            assertThat(client.read().status()).isEqualTo(413);
        }
    }

    @Test
    void a_chunk_that_claims_gigabytes_is_refused_before_it_comes() throws IOException {
        try (RawClient client = server.connect()) {
            client.write(head("/echo", "Transfer-Encoding: chunked") + "7fffffff\r\n");
            client.write("x".repeat(400_000));

            assertThat(client.read().status()).isEqualTo(413);
        }
    }

    @Test
    void a_chunked_body_is_read() throws IOException {
        try (RawClient client = server.connect()) {
            client.write(
                    head("/echo", "Transfer-Encoding: chunked")
                            + chunk("[1,")
                            + chunk("2]")
                            + "0\r\n\r\n");

            assertThat(client.read().body()).isEqualTo("[1,2]");
            assertThat(client.send("POST", "/echo", "3").body()).isEqualTo("3");
        }
    }

    @Test
    void a_body_that_drips_is_refused_in_time() throws Exception {
        try (RawClient client = server.connect()) {
            client.write(head("/echo", "Content-Length: 1000") + "1");
            TimeUnit.MILLISECONDS.sleep(200);
            client.write("1");
            Response response = client.read();

            assertThat(response.status()).isEqualTo(408);
            assertThat(response.body()).contains("'body'");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void a_head_that_drips_is_closed_in_time() throws Exception {
        try (RawClient client = server.connect()) {
            client.write("POST /echo HTTP/1.1\r\nHost: localhost\r\n");
            Thread drip =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    for (int i = 0; i < 100; i++) {
                                        client.write("X-A" + i + ": b\r\n");
                                        TimeUnit.MILLISECONDS.sleep(50);
                                    }
                                } catch (IOException | InterruptedException e) {
                                    return; // cut off, as it should be
                                }
                            });

            assertThat(client.ended()).isTrue();
            drip.join();
        }
    }

    @Test
    void a_silent_connection_is_closed_in_time() throws Exception {
        try (RawClient fresh = server.connect();
                RawClient used = server.connect()) {
            used.send("POST", "/echo", "1");

            assertThat(fresh.ended()).isTrue();
            assertThat(used.ended()).isTrue();
        }
    }

    @Test
    void a_connection_past_the_limit_waits_for_a_free_place() throws Exception {
        try (TestServer small = TestServer.with(Map.of("maxConnections", 2))) {
            RawClient first = small.connect();
            RawClient second = small.connect();
            first.send("POST", "/echo", "1");
            second.send("POST", "/echo", "1");
            try (RawClient third = small.connect()) {
                third.write(RawClient.request("POST", "/echo", "3"));
                third.socket.setSoTimeout(300);
                assertThat(timesOut(third)).isTrue();
                first.close();
                third.socket.setSoTimeout(20_000);

                assertThat(third.read().body()).isEqualTo("3");
            }
            second.close();
        }
    }

    @Test
    void expect_continue_is_answered() throws IOException {
        try (RawClient client = server.connect()) {
            client.write(head("/echo", "Content-Length: 3", "Expect: 100-continue"));
            assertThat(client.read().status()).isEqualTo(100);
            client.write("[1]");

            assertThat(client.read().body()).isEqualTo("[1]");
            assertThat(client.send("POST", "/echo", "2").body()).isEqualTo("2");
        }
    }

    @Test
    void a_body_that_will_be_refused_is_not_asked_for() throws IOException {
        try (RawClient client = server.connect()) {
            client.write(head("/nowhere", "Content-Length: 3", "Expect: 100-continue"));

            assertThat(client.read().status()).isEqualTo(404);
            assertThat(client.ended()).isTrue();
        }
        try (RawClient client = server.connect()) {
            client.write(head("/echo", "Content-Length: 999999999", "Expect: 100-continue"));

            assertThat(client.read().status()).isEqualTo(413);
        }
    }

    @Test
    void an_unread_small_body_does_not_spoil_the_connection() throws IOException {
        try (RawClient client = server.connect()) {
            assertThat(client.send("POST", "/nowhere", "{\"a\":1}").status()).isEqualTo(404);
            assertThat(client.send("POST", "/who", "{\"a\":1}").status()).isEqualTo(405);
            assertThat(client.send("POST", "/echo", "1").body()).isEqualTo("1");
        }
    }

    @Test
    void forms_are_refused_unless_they_are_json_in_disguise() throws IOException {
        assertThat(server.post("/echo", "{}").status()).isEqualTo(200);
        assertThat(
                        server.post(
                                        "/echo",
                                        " {}",
                                        "Content-Type: application/x-www-form-urlencoded")
                                .status())
                .isEqualTo(200);
        Response form =
                server.post("/echo", "a=b", "Content-Type: application/x-www-form-urlencoded");
        Response multipart =
                server.post("/echo", "--x--", "Content-Type: multipart/form-data; boundary=x");

        Response compressed = server.post("/echo", "{}", "Content-Encoding: gzip");
        assertThat(compressed.status()).isEqualTo(400);
        assertThat(compressed.body()).contains("Content-Encoding is not understood");
        assertThat(form.status()).isEqualTo(400);
        assertThat(form.body()).contains("takes JSON, not a form");
        assertThat(multipart.status()).isEqualTo(400);
        assertThat(multipart.body()).contains("takes JSON, not a multipart form");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET /who HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n | 505",
                "GET /who HTTP/1.1\\r\\n\\r\\n | 400",
                "GET /who HTTP/1.1\\r\\nHost: localhost\\r\\nHost: evil\\r\\n\\r\\n | 400",
                "GET /who HTTP/1.1\\r\\nHost: lo cal\\r\\n\\r\\n | 400",
                "GET /who HTTP/1.1\\r\\nHost: localhost\\r\\nno colon\\r\\n\\r\\n | 400",
                "GET /who HTTP/1.1\\r\\nHost: localhost\\r\\nX-A: \\u0001\\r\\n\\r\\n | 400",
                "GET /wh\\u0001o HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n | 400",
                "GET who HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n | 404",
                "nonsense\\r\\n\\r\\n | 400",
                "POST /echo HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Length: x\\r\\n\\r\\n | 400",
                "POST /echo HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Length: -1\\r\\n\\r\\n | 400",
                "POST /echo HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\n12 | 400",
                "POST /echo HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Length: 1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n | 400",
                "POST /echo HTTP/1.1\\r\\nHost: localhost\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n | 501",
                "POST /echo HTTP/1.1\\r\\nHost: localhost\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n | 400",
                "POST /echo HTTP/1.1\\r\\nHost: localhost\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n-1\\r\\n | 400",
                "POST /echo HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Encoding: gzip\\r\\nContent-Length: 1\\r\\n\\r\\nx | 400",
            })
    void broken_http_is_refused_in_the_dialects_shape(String raw, int status) throws IOException {
        try (RawClient client = server.connect()) {
            client.write(unescape(raw));
            Response response = client.read();

            assertThat(response.status()).isEqualTo(status);
            assertThat(response.body()).startsWith("{\"shape\":\"test\",\"error\":\"");
            assertThat(response.header("x-request-id")).isPresent();
        }
    }

    @Test
    void long_heads_are_refused() throws IOException {
        assertThat(server.send("GET", "/" + "a".repeat(9000)).status()).isEqualTo(414);
        assertThat(server.send("GET", "/who", "X-A: " + "a".repeat(9000)).status())
                .isBetween(400, 431);
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            many.add("X-" + i + ": a");
        }
        assertThat(server.send("GET", "/who", many.toArray(String[]::new)).status())
                .isBetween(400, 431);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n\r\n",
                "\u0000\u0001\u0002",
                "\u0016\u0003\u0001\u0002\u0000\u0001",
                "GET",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n12",
                "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n1",
            })
    void a_request_cut_short_harms_nobody(String raw) throws IOException {
        try (RawClient client = server.connect()) {
            client.write(raw);
            client.socket.shutdownOutput();
            while (!client.ended()) {
                Thread.onSpinWait(); // whatever it says
            }
        }
    }

    @Test
    void random_bytes_harm_nobody() throws IOException {
        System.err.println("HostileClientTest -Dtests.seed=" + SEED);
        Random random = new Random(SEED);
        for (int i = 0; i < 150; i++) {
            byte[] request =
                    RawClient.request(
                            "POST", "/echo", "{\"a\":[1,2,3]}", "Content-Type: application/json");
            for (int change = random.nextInt(4); change >= 0; change--) {
                request[random.nextInt(request.length)] = (byte) random.nextInt(256);
            }
            try (RawClient client = server.connect()) {
                client.write(request);
                client.socket.shutdownOutput();
                while (!client.ended()) {
                    Thread.onSpinWait(); // whatever it says
                }
            }
        }
    }

    private static boolean timesOut(RawClient client) throws IOException {
        try {
            return client.socket.getInputStream().read() == -2;
        } catch (java.net.SocketTimeoutException e) {
            return true;
        }
    }

    private static String head(String path, String... headers) {
        return "POST "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\n"
                + String.join("\r\n", headers)
                + "\r\n\r\n";
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static String unescape(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\u0001", "\u0001");
    }
}
