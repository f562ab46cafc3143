package dev.parlance.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.socket.SocketWriter;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's connection as Helidon's HTTP/1.1 code sees it: Helidon's own context, but with our
/// input, output and routing in place.
final class Connection implements ConnectionContext {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final ConnectionContext context;
    private final HelidonSocket socket;
    private final Router router;
    private final ConnectionInput input;
    private final ConnectionOutput output;
    private final DataReader reader;
    private volatile @Nullable Exchange exchange;

    Connection(
            ConnectionContext context, HelidonSocket socket, Router router, HttpSettings settings) {
        this.context = context;
        this.socket = socket;
        this.router = router;
        this.input = new ConnectionInput(socket, settings.headTimeout(), settings.idleTimeout());
        this.output = new ConnectionOutput(SocketWriter.create(socket), settings.writeTimeout());
        this.reader = DataReader.create(input);
    }

    ConnectionInput input() {
        return input;
    }

    ConnectionOutput output() {
        return output;
    }

    /// The request that is being answered, if any.
    @Nullable Exchange exchange() {
        return exchange;
    }

    void exchange(@Nullable Exchange running) {
        this.exchange = running;
    }

    /// Says goodbye to a TLS client; Helidon closes the plain socket below.
    void close() {
        if (socket.isSecure()) {
            output.guard(this::closeSocket);
        }
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (RuntimeException e) {
            LOG.trace("A TLS connection was closed already", e);
        }
    }

    /// Called by the watchdog, often.
    void watch(long now) {
        input.watch(now);
        output.watch(now);
        Exchange running = exchange;
        if (running != null) {
            running.watch(now);
        }
    }

    @Override
    public ListenerContext listenerContext() {
        return context.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return context.executor();
    }

    @Override
    public DataWriter dataWriter() {
        return output;
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public Router router() {
        return router;
    }

    @Override
    public HelidonSocket serverSocket() {
        return socket;
    }

    @Override
    public PeerInfo remotePeer() {
        return context.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return context.localPeer();
    }

    @Override
    public boolean isSecure() {
        return socket.isSecure();
    }

    @Override
    public String socketId() {
        return context.socketId();
    }

    @Override
    public String childSocketId() {
        return context.childSocketId();
    }
}
