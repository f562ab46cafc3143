package dev.parlance.bench;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/// The limit: the same web server with handlers that only read the body and write fixed bytes of
/// the same size and number. What Parlance costs above it is what Parlance does.
public final class BareServer {
    static final byte[] JSON =
            """
            {"id":"chatcmpl-000000000000000000000000","object":"chat.completion","created":1,\
            "model":"bench","choices":[{"index":0,"message":{"role":"assistant","content":\
            "The quick brown fox jumps over the lazy dog.","refusal":null},"logprobs":null,\
            "finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":10,\
            "total_tokens":19}}\
            """
                    .getBytes(StandardCharsets.UTF_8);
    static final byte[] CHUNK =
            """
            data: {"id":"chatcmpl-000000000000000000000000","object":"chat.completion.chunk",\
            "created":1,"model":"bench","choices":[{"index":0,"delta":{"content":" word"},\
            "logprobs":null,"finish_reason":null}]}

            """
                    .getBytes(StandardCharsets.UTF_8);
    static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

    private BareServer() {}

    /// Listens on a free port and prints it: `port N`.
    @SuppressWarnings("SystemOut") // the parent process reads it
    public static void main(String[] args) {
        WebServer server =
                WebServer.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .backlog(4096)
                        .connectionOptions(o -> o.tcpNoDelay(true))
                        .routing(BareServer::routes)
                        .build()
                        .start();
        System.out.println("port " + server.port());
    }

    private static void routes(HttpRouting.Builder routing) {
        routing.post(
                "/json",
                (request, response) -> {
                    request.content().as(byte[].class);
                    response.send(JSON);
                });
        routing.post("/stream/{delay}", BareServer::stream);
    }

    private static void stream(ServerRequest request, ServerResponse response) throws IOException {
        request.content().as(byte[].class);
        long delay = Long.parseLong(request.path().pathParameters().get("delay")) * 1_000_000L;
        response.header("Content-Type", "text/event-stream");
        try (OutputStream out = response.outputStream()) {
            long next = System.nanoTime();
            for (int i = 0; i < HttpBench.TOKENS; i++) {
                next += delay;
                while (delay > 0 && System.nanoTime() < next) {
                    LockSupport.parkNanos(next - System.nanoTime());
                }
                out.write(CHUNK);
                if (delay > 0) {
                    out.flush();
                }
            }
            out.write(DONE);
        }
    }
}
