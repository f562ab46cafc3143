package dev.parlance.http;

import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.TlsNioSocket;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/// The TLS of one listener, put between its plain sockets and HTTP.
///
/// Helidon's own TLS listener asks the name service for every client's name before the handshake,
/// on a thread that carries others; where the name service is slow, so is then everybody.
final class TlsLayer {
    private final SSLContext context;
    private final AcceptedSockets sockets;

    private TlsLayer(SSLContext context, AcceptedSockets sockets) {
        this.context = context;
        this.sockets = sockets;
    }

    /// The layer with this certificate.
    ///
    /// @param name the listener's, for errors
    /// @throws HttpStartException when the files cannot be read or used
    static TlsLayer of(Tls tls, String name, AcceptedSockets sockets) {
        readable(name, "certificate", tls.certificate());
        readable(name, "key", tls.key());
        try {
            Keys keys =
                    Keys.builder()
                            .pem(pem ->
                                    pem.key(Resource.create(tls.key()))
                                            .certChain(Resource.create(tls.certificate())))
                            .build();
            SSLContext context =
                    io.helidon.common.tls.Tls.builder()
                            .privateKey(keys)
                            .privateKeyCertChain(keys)
                            .build()
                            .sslContext();
            return new TlsLayer(context, sockets);
        } catch (RuntimeException e) {
            throw new HttpStartException(
                    "Cannot use the certificate of "
                            + name
                            + ": "
                            + LogText.clean(e.getMessage())
                            + " The certificate is a PEM chain, the key an unencrypted PKCS#8 PEM.",
                    e);
        }
    }

    /// The encrypted socket of a connection; its handshake comes with the first read.
    HelidonSocket over(ConnectionContext connection) {
        SocketChannel channel = sockets.take(connection.remotePeer().address());
        if (channel == null) {
            throw new CloseConnectionException("The connection's socket is not known");
        }
        SSLEngine engine = context.createSSLEngine();
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        engine.setSSLParameters(parameters);
        return TlsNioSocket.server(
                channel, engine, connection.childSocketId(), connection.socketId());
    }

    private static void readable(String name, String what, Path file) {
        if (!Files.isReadable(file)) {
            throw new HttpStartException(
                    "Cannot read the " + what + " file " + file + " of " + name + ".", null);
        }
    }
}
