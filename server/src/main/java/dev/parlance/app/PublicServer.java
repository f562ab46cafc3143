package dev.parlance.app;

import dev.parlance.cli.RunningServer;
import dev.parlance.config.TunnelConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A server with a tunnel in front of it, which is closed first.
record PublicServer(RunningServer server, Tunnel tunnel, TunnelConfig config)
        implements RunningServer {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// The server as its configuration wants it: as it is, or with a tunnel.
    ///
    /// @param program where `cloudflared` is
    /// @throws dev.parlance.cli.StartException when there is no tunnel; the server is closed then
    static RunningServer of(RunningServer server, TunnelConfig config, Optional<Path> program) {
        if (!config.enabled()) {
            return server;
        }
        try {
            Tunnel tunnel = Tunnel.open(program, config, server.urls().getFirst(), PATIENCE);
            return new PublicServer(server, tunnel, config);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public Optional<String> publicUrl() {
        return tunnel.url()
                .or(() -> Optional.ofNullable(config.id()).map(id -> "the tunnel '" + id + "'"));
    }

    @Override
    public List<String> urls() {
        return server.urls();
    }

    @Override
    public String model() {
        return server.model();
    }

    @Override
    public Optional<String> library() {
        return server.library();
    }

    @Override
    public Optional<Loading> loading() {
        return server.loading();
    }

    @Override
    public boolean wantsKey() {
        return server.wantsKey();
    }

    @Override
    public void close() {
        tunnel.close();
        server.close();
    }
}
