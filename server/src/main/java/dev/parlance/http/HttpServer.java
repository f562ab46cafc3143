package dev.parlance.http;

import dev.parlance.core.access.Authenticator;
import java.util.List;

/// The running server: its listeners, their connections and the calls on them.
public final class HttpServer implements AutoCloseable {

    private HttpServer() {}

    /// Starts listening.
    ///
    /// @throws HttpStartException with what to do, when a listener cannot be opened
    public static HttpServer start(
            HttpSettings settings, Authenticator authenticator, List<RouteGroup> groups) {
        return start(settings, authenticator, groups, HttpObserver.NONE);
    }

    /// Starts listening and tells `observer` of every request.
    ///
    /// @throws HttpStartException with what to do, when a listener cannot be opened
    public static HttpServer start(
            HttpSettings settings,
            Authenticator authenticator,
            List<RouteGroup> groups,
            HttpObserver observer) {
        if (groups.isEmpty()) {
            throw new HttpStartException("A server needs at least one group of routes.", null);
        }
        return new HttpServer(); // listens in a later commit
    }

    /// Where it listens, in the order of the settings.
    public List<ListenerAddress> addresses() {
        return List.of();
    }

    /// The routes that need no credential, as `GET /health`, sorted: the published list.
    public List<String> openRoutes() {
        return List.of();
    }

    /// Stops accepting, lets running calls finish for the grace time, cancels the rest.
    @Override
    public void close() {}
}
