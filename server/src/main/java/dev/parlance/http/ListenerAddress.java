package dev.parlance.http;

/// Where a listener really listens.
///
/// @param host as configured
/// @param port the real one, never 0
/// @param tls true when it speaks TLS
public record ListenerAddress(String host, int port, boolean tls) {

    /// The base URL for clients on this machine; a wildcard address shows as `localhost`.
    public String url() {
        String name = host;
        if (host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]")) {
            name = "localhost";
        } else if (host.contains(":") && !host.startsWith("[")) {
            name = "[" + host + "]";
        }
        return (tls ? "https://" : "http://") + name + ":" + port;
    }
}
