package dev.parlance.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A client that leaves is noticed although nobody writes, and nothing is lost when it stays.
class DisconnectTest {
    private final TestServer server = TestServer.open();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/wait", "/wait-stream"})
    void a_closed_connection_cancels_the_waiting_call(String path) throws Exception {
        try (RawClient client = server.connect()) {
            client.write(RawClient.request("POST", path, "{}"));
            assertThat(server.routes.waiting.poll(10, TimeUnit.SECONDS)).isEqualTo(path);
            client.close();

            assertThat(server.routes.disconnects.poll(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(server.routes.ended.poll(10, TimeUnit.SECONDS)).isEqualTo(path);
            assertThat(server.observed.poll(10, TimeUnit.SECONDS)).isEqualTo(path + " 499");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/wait", "/wait-stream"})
    void a_reset_connection_cancels_the_waiting_call(String path) throws Exception {
        try (RawClient client = server.connect()) {
            client.write(RawClient.request("POST", path, "{}"));
            server.routes.waiting.take();
            client.socket.setSoLinger(true, 0);
            client.close();

            assertThat(server.routes.disconnects.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void a_call_on_a_used_connection_is_watched_too() throws Exception {
        try (RawClient client = server.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send("POST", "/echo", "1").body()).isEqualTo("1");
            }
            client.write(RawClient.request("POST", "/wait", "{}"));
            server.routes.waiting.take();
            client.close();

            assertThat(server.routes.disconnects.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/wait", "/wait-stream"})
    void a_client_that_stays_loses_nothing(String path) throws Exception {
        try (RawClient client = server.connect()) {
            for (int i = 0; i < 3; i++) {
                client.write(RawClient.request("POST", path, "{}"));
                server.routes.waiting.take();
                TimeUnit.MILLISECONDS.sleep(80); // the pump is reading now
                if (i == 0) {
                    server.routes.gate.countDown();
                }
                assertThat(client.read().status()).isEqualTo(200);
            }
            assertThat(client.send("POST", "/echo", "[1]").body()).isEqualTo("[1]");
            assertThat(server.routes.disconnects).isEmpty();
        }
    }

    @Test
    void requests_pipelined_behind_a_waiting_call_survive_byte_by_byte() throws Exception {
        try (RawClient client = server.connect()) {
            client.write(RawClient.request("POST", "/wait", "{}"));
            server.routes.waiting.take();
            TimeUnit.MILLISECONDS.sleep(60);
            for (byte b : RawClient.request("POST", "/echo", "[1,2,3]")) {
                client.write(new byte[] {b});
            }
            client.write(RawClient.request("POST", "/echo", "[4]"));
            TimeUnit.MILLISECONDS.sleep(60);
            server.routes.gate.countDown();

            assertThat(client.read().body()).isEqualTo("done");
            assertThat(client.read().body()).isEqualTo("[1,2,3]");
            assertThat(client.read().body()).isEqualTo("[4]");
            assertThat(server.routes.disconnects).isEmpty();
        }
    }

    @Test
    void much_pipelined_behind_a_waiting_call_is_bounded_and_survives() throws Exception {
        String body = "[" + "7".repeat(100_000) + "]";
        try (RawClient client = server.connect()) {
            client.write(RawClient.request("POST", "/wait", "{}"));
            server.routes.waiting.take();
            TimeUnit.MILLISECONDS.sleep(60);
            client.write(RawClient.request("POST", "/echo", body));
            TimeUnit.MILLISECONDS.sleep(60);
            server.routes.gate.countDown();

            assertThat(client.read().body()).isEqualTo("done");
            assertThat(client.read().body()).isEqualTo(body);
        }
    }

    @Test
    void a_client_that_leaves_after_its_reply_is_no_news() throws Exception {
        try (RawClient client = server.connect()) {
            client.write(RawClient.request("POST", "/wait", "{}"));
            server.routes.waiting.take();
            TimeUnit.MILLISECONDS.sleep(60);
            server.routes.gate.countDown();
            client.read();
        }
        TimeUnit.MILLISECONDS.sleep(60);

        assertThat(server.routes.disconnects).isEmpty();
        assertThat(server.observed.take()).isEqualTo("/wait 200");
    }

    @Test
    void a_client_that_does_not_read_is_cut_off() throws Exception {
        try (TestServer impatient =
                        TestServer.with(Map.of("writeTimeout", Duration.ofMillis(300)));
                RawClient stream = impatient.connect();
                RawClient bulk = impatient.connect()) {
            stream.write(RawClient.request("GET", "/flood", null));
            bulk.write(RawClient.request("GET", "/bulk", null));

            assertThat(impatient.observed.poll(20, TimeUnit.SECONDS)).endsWith(" 499");
            assertThat(impatient.observed.poll(20, TimeUnit.SECONDS)).endsWith(" 499");
            assertThat(impatient.post("/echo", "1").body()).isEqualTo("1");
        }
    }

    @Test
    void a_slow_reader_of_a_large_reply_is_not_cut_off() throws Exception {
        try (TestServer impatient =
                        TestServer.with(Map.of("writeTimeout", Duration.ofMillis(500)));
                RawClient client = impatient.connect()) {
            client.write(RawClient.request("GET", "/bulk", null));
            TimeUnit.MILLISECONDS.sleep(200);

            assertThat(client.read().body()).hasSize(64 << 20);
        }
    }

    @Test
    void silence_on_an_event_stream_is_filled_with_comments() throws Exception {
        try (TestServer chatty = TestServer.with(Map.of("keepAlive", Duration.ofMillis(50)));
                RawClient client = chatty.connect()) {
            client.write(RawClient.request("POST", "/wait-stream", "{}"));
            chatty.routes.waiting.take();
            TimeUnit.MILLISECONDS.sleep(300);
            chatty.routes.gate.countDown();

            String body = client.read().body();
            assertThat(body).startsWith("data: first\n\n").endsWith("data: last\n\n");
            assertThat(body).contains(": keep-alive\n\n");
        }
    }

    @Test
    void closing_lets_calls_finish_within_the_grace() throws Exception {
        try (TestServer patient = TestServer.with(Map.of("grace", Duration.ofSeconds(20)));
                RawClient client = patient.connect();
                RawClient idle = patient.connect()) {
            idle.send("POST", "/echo", "1");
            client.write(RawClient.request("POST", "/wait", "{}"));
            patient.routes.waiting.take();
            Thread closing = Thread.ofVirtual().start(patient.http::close);
            assertThat(idle.ended()).isTrue();
            assertThat(refused(patient)).isTrue();
            patient.routes.gate.countDown();

            assertThat(client.read().body()).isEqualTo("done");
            closing.join();
            assertThat(patient.routes.disconnects).isEmpty();
        }
    }

    @Test
    void closing_cancels_calls_after_the_grace() throws Exception {
        try (TestServer strict = TestServer.with(Map.of("grace", Duration.ofMillis(100)));
                RawClient client = strict.connect()) {
            client.write(RawClient.request("POST", "/wait", "{}"));
            strict.routes.waiting.take();
            strict.http.close();

            assertThat(strict.routes.disconnects.poll(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(strict.routes.ended.poll(10, TimeUnit.SECONDS)).isEqualTo("/wait");
        }
    }

    private static boolean refused(TestServer server) throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            try (RawClient late = server.connect()) {
                late.socket.setSoTimeout(500);
                if (late.ended()) {
                    return true;
                }
            } catch (IOException e) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return false;
    }
}
