package dev.parlance.http;

import java.time.Duration;
import java.util.List;

/// What the server listens on and the limits it keeps.
///
/// @param listeners at least one
/// @param maxBodyBytes the largest request body, in bytes
/// @param maxHeaderBytes the largest request head (request line and headers), in bytes
/// @param maxConnections open connections per listener; more wait in the backlog
/// @param bodyTimeout for a whole request body to come in
/// @param idleTimeout for a connection that waits for its next request
/// @param callTimeout the deadline of a call, from its first byte
/// @param writeTimeout for a client that does not read its reply
/// @param keepAlive silence on an event stream after which a comment is sent
/// @param grace how long running calls may take when the server closes
/// @param allowedHosts names besides `localhost` and literal loopback addresses that clients may
///   address a loopback listener by (its `Host` header)
/// @param cors which other origins may call
public record HttpSettings(
        List<Listener> listeners,
        long maxBodyBytes,
        int maxHeaderBytes,
        int maxConnections,
        Duration bodyTimeout,
        Duration idleTimeout,
        Duration callTimeout,
        Duration writeTimeout,
        Duration keepAlive,
        Duration grace,
        List<String> allowedHosts,
        CorsSettings cors) {
    private static final Duration HEAD_TIMEOUT = Duration.ofSeconds(10);

    public HttpSettings {
        listeners = List.copyOf(listeners);
        allowedHosts = List.copyOf(allowedHosts);
        if (listeners.isEmpty()) {
            throw new IllegalArgumentException("a server needs at least one listener");
        }
        bound("max-body-bytes", maxBodyBytes, 1024, 1L << 30);
        bound("max-header-bytes", maxHeaderBytes, 1024, 1 << 20);
        bound("max-connections", maxConnections, 1, 1_000_000);
        positive("body-timeout", bodyTimeout);
        positive("idle-timeout", idleTimeout);
        positive("call-timeout", callTimeout);
        positive("write-timeout", writeTimeout);
        positive("keep-alive", keepAlive);
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace is not negative");
        }
    }

    /// These listeners with the defaults for everything else.
    public static HttpSettings of(Listener... listeners) {
        return new HttpSettings(
                List.of(listeners),
                32L << 20,
                32 << 10,
                4096,
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                Duration.ofSeconds(20),
                List.of(),
                CorsSettings.CLOSED);
    }

    /// For a whole request head to come in, from its first byte, or from the connection where it is
    /// the first: 10 seconds, or the idle time-out when that is shorter.
    public Duration headTimeout() {
        return idleTimeout.compareTo(HEAD_TIMEOUT) < 0 ? idleTimeout : HEAD_TIMEOUT;
    }

    private static void bound(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    name + " is " + min + " to " + max + ", not " + value);
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(name + " is 1 ms to 24 h, not " + value);
        }
    }
}
