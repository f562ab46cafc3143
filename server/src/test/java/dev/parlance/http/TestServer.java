package dev.parlance.http;

import dev.parlance.core.access.ApiKey;
import dev.parlance.core.access.Authenticator;
import dev.parlance.core.access.Caller;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.access.Permission;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A server with [TestRoutes] on a free loopback port.
final class TestServer implements AutoCloseable {
    /// Kept, since loggers are forgotten with what was set on them.
    private static final Logger HELIDON = Logger.getLogger("io.helidon");

    static final String USER_KEY = "sk-user-0123456789";
    static final String ADMIN_KEY = "sk-admin-0123456789";

    final TestRoutes routes = new TestRoutes();

    /// `pattern status` of every request, as the observer was told.
    final BlockingQueue<String> observed = new LinkedBlockingQueue<>();

    final HttpServer http;

    TestServer(HttpSettings settings, Authenticator authenticator) {
        HELIDON.setLevel(Level.WARNING);
        http = HttpServer.start(settings, authenticator, routes.groups(), observer());
    }

    /// A server without keys and with the defaults.
    static TestServer open() {
        return new TestServer(settings(Map.of()), new Authenticator(List.of()));
    }

    /// A server without keys and with some settings changed, by their names.
    static TestServer with(Map<String, Object> changes) {
        return new TestServer(settings(changes), new Authenticator(List.of()));
    }

    /// A server with two keys.
    static TestServer keyed() {
        return new TestServer(settings(Map.of()), keys());
    }

    static Authenticator keys() {
        return new Authenticator(
                List.of(
                        new ApiKey(
                                ApiKey.hash(USER_KEY),
                                new Caller(
                                        "user",
                                        Set.of(Permission.INFERENCE),
                                        List.of(),
                                        true,
                                        CompatProfile.TEXTGEN)),
                        new ApiKey(
                                ApiKey.hash(ADMIN_KEY),
                                new Caller(
                                        "admin",
                                        Set.of(Permission.values()),
                                        List.of(),
                                        false,
                                        null))));
    }

    @SuppressWarnings("unchecked") // a test that names the wrong type fails at once
    static HttpSettings settings(Map<String, Object> changes) {
        HttpSettings base = HttpSettings.of(Listener.loopback(0));
        return new HttpSettings(
                (List<Listener>) changes.getOrDefault("listeners", base.listeners()),
                (long) changes.getOrDefault("maxBodyBytes", base.maxBodyBytes()),
                (int) changes.getOrDefault("maxHeaderBytes", base.maxHeaderBytes()),
                (int) changes.getOrDefault("maxConnections", base.maxConnections()),
                (Duration) changes.getOrDefault("bodyTimeout", base.bodyTimeout()),
                (Duration) changes.getOrDefault("idleTimeout", base.idleTimeout()),
                (Duration) changes.getOrDefault("callTimeout", base.callTimeout()),
                (Duration) changes.getOrDefault("writeTimeout", base.writeTimeout()),
                (Duration) changes.getOrDefault("keepAlive", base.keepAlive()),
                (Duration) changes.getOrDefault("grace", Duration.ofMillis(200)),
                (List<String>) changes.getOrDefault("allowedHosts", base.allowedHosts()),
                (CorsSettings) changes.getOrDefault("cors", base.cors()));
    }

    int port() {
        return http.addresses().getFirst().port();
    }

    RawClient connect() throws IOException {
        return new RawClient(port());
    }

    /// Sends one request on a connection of its own.
    RawClient.Response send(String method, String path, String... headers) throws IOException {
        try (RawClient client = connect()) {
            return client.send(method, path, null, headers);
        }
    }

    /// Sends one request with a body on a connection of its own.
    RawClient.Response post(String path, String body, String... headers) throws IOException {
        try (RawClient client = connect()) {
            return client.send("POST", path, body, headers);
        }
    }

    private HttpObserver observer() {
        return new HttpObserver() {
            @Override
            public void started() {}

            @Override
            public void streaming() {}

            @Override
            public void finished(Finished request) {
                Route route = request.route();
                observed.add((route == null ? "-" : route.path()) + " " + request.status());
            }
        };
    }

    @Override
    public void close() {
        routes.gate.countDown();
        http.close();
    }
}
