package dev.parlance.http;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Forbidden;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps web pages of other origins out: by `Host` on loopback listeners, which a page could reach
/// by rebinding its own name, and by `Origin` everywhere.
///
/// A listener of text-generation-webui's profiles lets pages of every origin call unless origins
/// are configured: its clients run in browsers and expect that. The check of `Host` is the same.
final class OriginGuard {
    private final Set<String> hosts;
    private final boolean anyHost;
    private final Set<String> origins;
    private final boolean anyOrigin;
    private final boolean openPages;

    /// The guard of one listener.
    OriginGuard(Listener listener, List<String> allowedHosts, CorsSettings cors) {
        this.hosts = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
        this.hosts.add(bracketed(listener.host()));
        allowedHosts.forEach(host -> this.hosts.add(bracketed(host)));
        this.anyHost = !isLoopback(listener.host());
        this.origins = Set.copyOf(cors.allowedOrigins());
        this.anyOrigin = origins.contains("*");
        this.openPages = listener.profile().textgen() && origins.isEmpty();
    }

    /// True when pages of every origin may call because the listener's profile has it so.
    boolean openPages() {
        return openPages;
    }

    /// The value for `Access-Control-Allow-Origin`, or `null` when none belongs there.
    ///
    /// @throws ApiException `Forbidden` when host or origin may not call
    @Nullable String check(List<String> hostHeaders, @Nullable String origin) {
        if (hostHeaders.size() != 1) {
            throw ApiException.invalid(null, "A request has exactly one Host header.");
        }
        String authority = hostHeaders.getFirst().toLowerCase(Locale.ROOT);
        if (!anyHost && !hosts.contains(withoutPort(authority))) {
            throw new ApiException(
                    new Forbidden(
                            "host",
                            "This server listens on loopback and is not known as the host that the"
                                    + " request names. Use localhost, or add the name to the allowed"
                                    + " hosts in the configuration."));
        }
        if (origin == null) {
            return null;
        }
        if (anyOrigin) {
            return "*";
        }
        if (openPages || origins.contains(origin)) {
            return origin;
        }
        if (same(authority, origin)) {
            return null;
        }
        throw new ApiException(
                new Forbidden(
                        "origin",
                        "Web pages of this origin may not call. Add it to the allowed origins"
                                + " (cors) in the configuration if they should."));
    }

    /// True when the page is the server's own.
    static boolean same(String authority, String origin) {
        int host = origin.indexOf("://");
        return host > 0 && authority.equalsIgnoreCase(origin.substring(host + 3));
    }

    private static String withoutPort(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    private static String bracketed(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.indexOf(':') >= 0 && !lower.startsWith("[") ? "[" + lower + "]" : lower;
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // the listener will not start either
        }
    }
}
