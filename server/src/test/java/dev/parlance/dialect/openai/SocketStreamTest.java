package dev.parlance.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.access.Authenticator;
import dev.parlance.http.CorsSettings;
import dev.parlance.http.HttpServer;
import dev.parlance.http.HttpSettings;
import dev.parlance.http.Listener;
import dev.parlance.http.ListenerAddress;
import dev.parlance.transcript.EventsEngine;
import dev.parlance.transcript.Script;
import dev.parlance.transcript.Transcripts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What takes a real connection: silence that is filled, and a client that hangs up.
@Timeout(60)
class SocketStreamTest {
    private final EventsEngine engine =
            new EventsEngine(
                    Script.parse(
                            """
                            {"started": "tiny"}
                            {"text": "Hello"}
                            {"block": true}
                            """));
    private final HttpServer server =
            HttpServer.start(
                    settings(Duration.ofMillis(50)),
                    new Authenticator(List.of()),
                    new Transcripts(
                                    "openai",
                                    gateway -> List.of(Routes.of(gateway, Stamps.system())))
                            .groups(engine));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void long_silence_is_filled_with_comments() throws IOException {
        try (Socket socket = ask(true)) {
            BufferedReader reader = reader(socket);
            readUntil(reader, "Hello");
            readUntil(reader, ": keep-alive");
            readUntil(reader, ": keep-alive");
        }
    }

    @Test
    void hanging_up_closes_the_stream_at_the_engine() throws Exception {
        try (Socket socket = ask(true)) {
            readUntil(reader(socket), "Hello");
        }
        // 100 ms is the promise; the wait is longer, for a busy machine proves nothing.
        assertThat(engine.closedStream().await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void hanging_up_on_a_whole_reply_closes_the_stream_too() throws Exception {
        try (Socket socket = ask(false)) {
            while (engine.requests().isEmpty()) {
                Thread.onSpinWait();
            }
        }
        assertThat(engine.closedStream().await(10, TimeUnit.SECONDS)).isTrue();
    }

    private Socket ask(boolean stream) throws IOException {
        String body =
                "{\"model\":\"tiny\",\"stream\":"
                        + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        ListenerAddress address = server.addresses().getFirst();
        Socket socket = new Socket(address.host(), address.port());
        socket.setSoTimeout(30_000);
        String request =
                "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\n"
                        + "content-type: application/json\r\ncontent-length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void readUntil(BufferedReader reader, String text) throws IOException {
        String line = reader.readLine();
        while (line != null && !line.contains(text)) {
            line = reader.readLine();
        }
        assertThat(line).as("a line with '%s'", text).isNotNull();
    }

    private static HttpSettings settings(Duration keepAlive) {
        return new HttpSettings(
                List.of(Listener.loopback(0)),
                1 << 20,
                32 << 10,
                64,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofSeconds(10),
                keepAlive,
                Duration.ZERO,
                List.of(),
                CorsSettings.CLOSED);
    }
}
