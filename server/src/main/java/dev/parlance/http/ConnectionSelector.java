package dev.parlance.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1Connection;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gives every accepted connection to Helidon's HTTP/1.1 code, with our [Connection] around it.
final class ConnectionSelector implements ServerConnectionSelector {
    private final HttpSettings settings;
    private final Service service;
    private final @Nullable TlsLayer tls;
    private final Http1ConnectionSelector http1;

    ConnectionSelector(HttpSettings settings, Service service, @Nullable TlsLayer tls) {
        this.tls = tls;
        this.settings = settings;
        this.service = service;
        this.http1 =
                Http1ConnectionSelector.builder()
                        .config(
                                Http1Config.builder()
                                        .maxPrologueLength(
                                                Math.min(settings.maxHeaderBytes(), 8192))
                                        .maxHeadersSize(settings.maxHeaderBytes())
                                        .sendKeepAliveHeader(false)
                                        .build())
                        .build();
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http1.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http1.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http1.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        HelidonSocket socket = tls == null ? context.serverSocket() : tls.over(context);
        Connection connection = new Connection(context, socket, service.router(), settings);
        service.watchdog().opened(connection);
        return new Watched((Http1Connection) http1.connection(connection), connection);
    }

    /// Helidon's connection, taken off the watchdog's list when it ends.
    private final class Watched implements ServerConnection, InterruptableTask<Void> {
        private final Http1Connection http;
        private final Connection connection;

        Watched(Http1Connection http, Connection connection) {
            this.http = http;
            this.connection = connection;
        }

        @Override
        public void handle(Limit limit) throws InterruptedException {
            try {
                http.handle(limit);
            } finally {
                connection.close();
                service.watchdog().closed(connection);
            }
        }

        @Override
        public boolean canInterrupt() {
            return http.canInterrupt();
        }

        @Override
        public Duration idleTime() {
            return Duration.ZERO; // idle connections are the watchdog's business
        }

        @Override
        public void close(boolean interrupt) {
            http.close(interrupt);
        }
    }
}
