package dev.parlance.http;

import io.helidon.http.DirectHandler;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/// One listener: a Helidon server of its own, set up and started.
final class HelidonListener {
    private static final int BACKLOG = 4096;

    private final Listener listener;
    private final WebServer server;

    private HelidonListener(Listener listener, WebServer server) {
        this.listener = listener;
        this.server = server;
    }

    /// Opens the listener.
    ///
    /// @throws HttpStartException when its address is taken or unknown, or its certificate unusable
    static HelidonListener open(
            Listener listener, HttpSettings settings, Dispatcher dispatcher, Service service) {
        InetAddress address = address(listener);
        probe(listener, address);
        Tls tls = listener.tls();
        AcceptedSockets sockets = new AcceptedSockets(tls != null);
        TlsLayer layer = tls == null ? null : TlsLayer.of(tls, name(listener), sockets);
        WebServer server =
                WebServer.builder()
                        .address(address)
                        .port(listener.port())
                        .backlog(BACKLOG)
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .protocolsDiscoverServices(false)
                        .maxTcpConnections(settings.maxConnections())
                        .shutdownGracePeriod(settings.grace().plusSeconds(2))
                        .writeBufferSize(0)
                        .connectionOptions(sockets)
                        .directHandlers(refusals(dispatcher))
                        .addConnectionSelector(new ConnectionSelector(settings, service, layer))
                        .build()
                        .start();
        if (!server.isRunning()) {
            throw new HttpStartException(
                    "Cannot listen on " + name(listener) + "; the log has the reason.", null);
        }
        return new HelidonListener(listener, server);
    }

    /// Where it really listens.
    ListenerAddress listeningOn() {
        return new ListenerAddress(listener.host(), server.port(), listener.tls() != null);
    }

    /// Stops accepting and waits for running calls, at most for the grace time and a little.
    void stop() {
        server.stop();
    }

    private static InetAddress address(Listener listener) {
        try {
            return InetAddress.getByName(listener.host());
        } catch (UnknownHostException e) {
            throw new HttpStartException(
                    "Cannot listen on "
                            + name(listener)
                            + ": this machine has no address of that name. Use 127.0.0.1 or"
                            + " 0.0.0.0, or a name that resolves.",
                    e);
        }
    }

    /// Helidon only logs why a port cannot be had; this says it.
    private static void probe(Listener listener, InetAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, listener.port()));
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            String advice =
                    reason.contains("in use")
                            ? "the port is taken by another program (or another Parlance)."
                                    + " Stop it or choose another port; 0 takes any free one."
                            : reason.contains("denied")
                                    ? "this user may not; ports below 1024 need extra rights."
                                            + " Choose a higher port."
                                    : reason + ".";
            throw new HttpStartException("Cannot listen on " + name(listener) + ": " + advice, e);
        }
    }

    private static String name(Listener listener) {
        return listener.host() + ":" + listener.port();
    }

    /// What Helidon refuses before routing is said in the dialect's shape too.
    private static DirectHandlers refusals(Dispatcher dispatcher) {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, new Refusal(dispatcher));
        }
        return handlers.build();
    }
}
