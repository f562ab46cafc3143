package dev.parlance.http;

import dev.parlance.core.access.Authenticator;
import dev.parlance.core.access.Caller;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Unauthenticated;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the secret of a request, in whichever header it came, for the one [Authenticator].
final class Credentials {
    private static final HeaderName X_API_KEY = HeaderNames.create("x-api-key");
    private static final HeaderName API_KEY = HeaderNames.create("api-key");

    /// Who calls an open route of a server with keys: nobody in particular, who may do nothing.
    private static final Caller PASSER_BY =
            new Caller("anonymous", Set.of(), List.of(), false, null);

    private final Authenticator authenticator;

    Credentials(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /// The caller on a route that needs no credential; one that came is not looked at.
    Caller open() {
        return authenticator.required() ? PASSER_BY : Caller.ANONYMOUS;
    }

    /// The caller that the request's secret proves.
    ///
    /// @throws ApiException `Unauthenticated` when there is none, a wrong one, or two different
    ///   ones
    Caller authenticate(ServerRequestHeaders headers) {
        if (!authenticator.required()) {
            return authenticator.authenticate(null);
        }
        String secret = null;
        boolean otherScheme = false;
        for (String value : values(headers, HeaderNames.AUTHORIZATION)) {
            String bearer = bearer(value);
            otherScheme |= bearer == null;
            secret = bearer == null ? secret : same(secret, bearer);
        }
        for (String value : values(headers, X_API_KEY)) {
            secret = same(secret, value.strip());
        }
        for (String value : values(headers, API_KEY)) {
            secret = same(secret, value.strip());
        }
        if (secret == null && otherScheme && !authenticator.admitsGuests()) {
            throw new ApiException(
                    new Unauthenticated(
                            "The Authorization header has to read 'Bearer KEY'; no other scheme is"
                                    + " understood."));
        }
        return authenticator.authenticate(secret);
    }

    private static List<String> values(ServerRequestHeaders headers, HeaderName name) {
        return headers.contains(name) ? headers.get(name).allValues() : List.of();
    }

    private static @Nullable String bearer(String value) {
        String text = value.strip();
        boolean scheme = text.regionMatches(true, 0, "Bearer ", 0, 7);
        return scheme ? text.substring(7).strip() : null;
    }

    private static String same(@Nullable String known, String next) {
        if (known != null && !known.equals(next)) {
            throw new ApiException(
                    new Unauthenticated(
                            "The request presents two different API keys (authorization,"
                                    + " x-api-key, api-key). Send one."));
        }
        return next;
    }
}
