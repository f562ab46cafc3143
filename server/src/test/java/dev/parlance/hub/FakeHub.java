package dev.parlance.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.parlance.core.json.JsonValue;
import dev.parlance.wire.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A hub on loopback: one repository, its listing, its files, which lie on a second server as they
/// do on the real one. It misbehaves when told to, once for each time it is told.
final class FakeHub implements AutoCloseable {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    /// Something that goes wrong with one request for a file.
    sealed interface Fault {
        /// The connection ends after so many bytes of the body, when the client has taken them:
        /// what it has not read when the end comes is lost in its buffers.
        record Cut(int bytes) implements Fault {}

        /// Nothing more comes after so many bytes.
        record Stall(int bytes) implements Fault {}

        /// Another status, perhaps with a `Retry-After`.
        record Status(int code, @Nullable String retryAfter) implements Fault {}

        /// The range is ignored: the whole file comes.
        record NoRange() implements Fault {}
    }

    /// One request as it came in.
    record Seen(
            String server, String path, @Nullable String authorization, @Nullable String range) {}

    private final HttpServer hub = server();
    private final HttpServer storage = server();
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Map<String, String> hashes = new LinkedHashMap<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    final List<Seen> seen = new CopyOnWriteArrayList<>();
    String commit = COMMIT;
    int listingStatus = 200;
    int stalledListings;
    boolean linksEtag = true;
    LongSupplier taken = () -> Long.MAX_VALUE;
    @Nullable String listing;
    @Nullable String redirect;

    FakeHub() {
        hub.createContext("/api/models/", exchange -> answer(exchange, "hub", this::list));
        hub.createContext("/", exchange -> answer(exchange, "hub", this::resolve));
        storage.createContext("/", exchange -> answer(exchange, "storage", this::send));
        hub.start();
        storage.start();
    }

    private static HttpServer server() {
        try {
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            HttpServer server = HttpServer.create(any, 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private void answer(HttpExchange exchange, String server, Answer answer) throws IOException {
        seen.add(
                new Seen(
                        server,
                        exchange.getRequestURI().toString(),
                        exchange.getRequestHeaders().getFirst("Authorization"),
                        exchange.getRequestHeaders().getFirst("Range")));
        try (exchange) {
            answer.to(exchange);
        }
    }

    URI address() {
        return base(hub);
    }

    URI storageAddress() {
        return base(storage);
    }

    private static URI base(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Puts a file into the repository `org/repo`.
    FakeHub file(String path, byte[] content) {
        files.put(path, content);
        hashes.put(path, sha256(content));
        return this;
    }

    /// The listing gives this hash for the file.
    FakeHub lyingAbout(String path, String hash) {
        hashes.put(path, hash);
        return this;
    }

    FakeHub fault(Fault fault) {
        faults.add(fault);
        return this;
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Bytes that begin like a model.
    static byte[] model(int length, int seed) {
        byte[] content = new byte[length];
        new java.util.Random(seed).nextBytes(content);
        System.arraycopy("GGUF".getBytes(StandardCharsets.US_ASCII), 0, content, 0, 4);
        return content;
    }

    private void list(HttpExchange exchange) throws IOException {
        if (stalledListings-- > 0) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            stall();
            return;
        }
        if (listingStatus != 200) {
            whole(exchange, listingStatus, "no");
            return;
        }
        String given = listing;
        if (given != null) {
            whole(exchange, 200, given);
            return;
        }
        List<Object> siblings = new ArrayList<>();
        files.forEach((path, content) ->
                siblings.add(
                        Map.of(
                                "rfilename",
                                path,
                                "size",
                                content.length,
                                "lfs",
                                Map.of(
                                        "sha256",
                                        String.valueOf(hashes.get(path)),
                                        "size",
                                        content.length))));
        siblings.add(Map.of("rfilename", "README.md", "size", 10));
        whole(
                exchange,
                200,
                Json.text(
                        JsonValue.from(
                                Map.of(
                                        "sha",
                                        commit,
                                        "cardData",
                                        Map.of("license", "apache-2.0"),
                                        "siblings",
                                        siblings))));
    }

    private static void whole(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /// The hub's own answer to a request for a file: it lies elsewhere.
    private void resolve(HttpExchange exchange) throws IOException {
        String path =
                exchange.getRequestURI().getPath().replaceFirst("^/org/repo/resolve/[^/]+/", "");
        if (!files.containsKey(path)) {
            whole(exchange, 404, "Entry not found");
            return;
        }
        if (linksEtag) {
            exchange.getResponseHeaders().set("X-Linked-Etag", '"' + hashes.get(path) + '"');
        }
        String to = redirect == null ? base(storage) + "/" + path + "?signature=secret" : redirect;
        exchange.getResponseHeaders().set("Location", to);
        exchange.sendResponseHeaders(302, -1);
    }

    private void send(HttpExchange exchange) throws IOException {
        byte[] content = files.get(exchange.getRequestURI().getPath().substring(1));
        if (content == null) {
            whole(exchange, 404, "no");
            return;
        }
        Fault fault = faults.poll();
        if (fault instanceof Fault.Status(int code, var retryAfter)) {
            if (retryAfter != null) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            whole(exchange, code, "later");
            return;
        }
        int from = 0;
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range != null && !(fault instanceof Fault.NoRange)) {
            from = Integer.parseInt(range.replace("bytes=", "").replace("-", ""));
            String all = from < content.length ? from + "-" + (content.length - 1) : "*";
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + all + "/" + content.length);
        }
        if (range != null && from >= content.length) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        exchange.sendResponseHeaders(
                range == null || fault instanceof Fault.NoRange ? 200 : 206, content.length - from);
        body(exchange.getResponseBody(), content, from, fault);
    }

    private void body(OutputStream out, byte[] content, int from, @Nullable Fault fault)
            throws IOException {
        int length =
                switch (fault) {
                    case Fault.Cut(int bytes) -> Math.min(bytes, content.length - from);
                    case Fault.Stall(int bytes) -> Math.min(bytes, content.length - from);
                    case null, default -> content.length - from;
                };
        out.write(content, from, length);
        out.flush();
        if (fault instanceof Fault.Cut) {
            awaitTaken(from + length);
        }
        if (fault instanceof Fault.Stall) {
            stall();
        }
    }

    private void stall() {
        try {
            boolean _ = closing.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitTaken(long bytes) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (taken.getAsLong() < bytes && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        hub.stop(0);
        storage.stop(0);
    }
}
