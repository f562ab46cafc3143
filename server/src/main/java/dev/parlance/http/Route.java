package dev.parlance.http;

import java.io.IOException;

/// One operation: a method and a path pattern with who may call it and what answers.
///
/// A pattern is literal segments, `{name}` for one segment, and `{name+}` as the last segment for
/// all the rest, slashes included. Captured text is percent-decoded. A literal beats `{name}`,
/// which beats `{name+}`. `GET` answers `HEAD` too.
///
/// @param method upper-case, e.g. `POST`
/// @param path the pattern, starting with `/`
/// @param access who may call it
/// @param handler what answers
public record Route(String method, String path, Access access, Handler handler) {

    /// Who may call a route.
    public enum Access {
        /// Everybody; such a route is on the published list of routes without credentials.
        OPEN,
        /// Whoever has a key, or everybody on a server without keys.
        KEY,
        /// Whoever has a key with the permission `ADMIN`.
        ADMIN
    }

    /// What answers a call. It runs on a virtual thread of its own and may block.
    @FunctionalInterface
    public interface Handler {

        /// Answers the call completely before it returns.
        ///
        /// @throws IOException when the client has gone; nothing is left to say
        /// @throws dev.parlance.core.problem.ApiException rendered by the route's group
        void handle(HttpCall call) throws IOException;
    }

    public Route {
        if (!method.matches("[A-Z]{3,10}")) {
            throw new IllegalArgumentException("not an upper-case method: " + method);
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path starts with '/': " + path);
        }
    }

    /// A `GET` route for callers with a key.
    public static Route get(String path, Handler handler) {
        return new Route("GET", path, Access.KEY, handler);
    }

    /// A `POST` route for callers with a key.
    public static Route post(String path, Handler handler) {
        return new Route("POST", path, Access.KEY, handler);
    }
}
