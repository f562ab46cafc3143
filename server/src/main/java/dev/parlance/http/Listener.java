package dev.parlance.http;

import dev.parlance.core.access.CompatProfile;
import org.jspecify.annotations.Nullable;

/// One address to listen on.
///
/// @param host a name or literal address; `127.0.0.1` for this machine only, `0.0.0.0` for all
/// @param port 1 to 65535, or 0 for any free one
/// @param tls the certificate, or `null` for plain HTTP
/// @param profile the reply shape for callers whose key and header name none
public record Listener(String host, int port, @Nullable Tls tls, CompatProfile profile) {
    public Listener {
        if (host.isBlank()) {
            throw new IllegalArgumentException("a listener needs a host, e.g. 127.0.0.1");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
        }
    }

    /// Plain HTTP on this machine only, in OpenAI's reply shape.
    public static Listener loopback(int port) {
        return new Listener("127.0.0.1", port, null, CompatProfile.OPENAI);
    }
}
