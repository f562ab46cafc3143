package dev.parlance.http;

import io.helidon.common.socket.SocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The options of accepted sockets, and on the way the sockets themselves, which Helidon does not
/// hand out otherwise. [TlsLayer] takes each one from here when its connection begins.
final class AcceptedSockets implements SocketOptions {
    private final boolean kept;
    private final Map<SocketAddress, SocketChannel> byPeer = new ConcurrentHashMap<>();

    /// @param kept true when somebody will [#take] every socket
    AcceptedSockets(boolean kept) {
        this.kept = kept;
    }

    /// The socket of this peer, handed out once.
    @Nullable SocketChannel take(SocketAddress peer) {
        return byPeer.remove(peer);
    }

    @Override
    public void configureSocket(SocketChannel socket) {
        try {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            if (kept) {
                byPeer.put(socket.getRemoteAddress(), socket);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return Map.of();
    }

    @Override
    public Duration connectTimeout() {
        return Duration.ZERO;
    }

    @Override
    public Duration readTimeout() {
        return Duration.ZERO;
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return Optional.empty();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return Optional.empty();
    }

    @Override
    public boolean socketReuseAddress() {
        return true;
    }

    @Override
    public boolean socketKeepAlive() {
        return true;
    }

    @Override
    public boolean tcpNoDelay() {
        return true;
    }
}
