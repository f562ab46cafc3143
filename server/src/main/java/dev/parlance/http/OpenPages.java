package dev.parlance.http;

import dev.parlance.core.access.Caller;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Forbidden;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.time.Duration;
import java.util.Optional;

/// How pages of every origin call a listener of text-generation-webui's profiles: the headers that
/// its framework sends, and what stays closed all the same.
///
/// Source: the public behaviour of version 4.7.3, observed 2026-11-20. Credentials are allowed
/// because its clients ask for it; there are no cookies here that could go along.
final class OpenPages {
    private static final HeaderName WANTED_METHOD =
            HeaderNames.create("access-control-request-method");
    private static final HeaderName WANTED_HEADERS =
            HeaderNames.create("access-control-request-headers");

    private OpenPages() {}

    /// Puts the headers of a reply to a page.
    static void admit(Exchange exchange) {
        exchange.header("Access-Control-Allow-Credentials", "true");
        exchange.header("Vary", "Origin");
    }

    /// Answers the question that a browser asks before a call, on whatever path.
    ///
    /// @return false when the request is none
    static boolean preflight(Exchange exchange, String method, Duration maxAge) {
        ServerRequestHeaders headers = exchange.request().headers();
        if (!method.equals("OPTIONS")
                || !headers.contains(HeaderNames.ORIGIN)
                || !headers.contains(WANTED_METHOD)) {
            return false;
        }
        exchange.header(
                "Access-Control-Allow-Methods", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
        if (headers.contains(WANTED_HEADERS)) {
            String wanted = String.join(", ", headers.get(WANTED_HEADERS).allValues());
            exchange.header("Access-Control-Allow-Headers", LogText.clean(wanted));
        }
        exchange.header("Access-Control-Max-Age", Long.toString(maxAge.toSeconds()));
        exchange.reply(Reply.text(200, "OK"));
        return true;
    }

    /// Returns unless a page of another origin calls for an administrator whom no key has proved:
    /// without this, every page that somebody opens could unload the models of a server on the same
    /// machine.
    ///
    /// @throws ApiException `Forbidden`
    static void administer(ServerRequestHeaders headers, Caller caller) {
        Optional<String> origin = headers.first(HeaderNames.ORIGIN);
        if (origin.isPresent()
                && caller.equals(Caller.ANONYMOUS)
                && !OriginGuard.same(headers.first(HeaderNames.HOST).orElse(""), origin.get())) {
            throw new ApiException(
                    new Forbidden(
                            "origin",
                            "Web pages of other origins may use the administration of a server"
                                    + " without keys only if cors.allowed-origins names them; or set"
                                    + " an admin key."));
        }
    }
}
