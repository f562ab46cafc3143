package dev.parlance.hub;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How a hub is reached.
///
/// @param endpoint the hub's address, `https` or `http`, without path or with one
/// @param token sent to the endpoint's own scheme, host and port and to nowhere else; `null` for
///   none
/// @param answerTimeout how long the head of an answer may take
/// @param stallTimeout how long a download may bring nothing
/// @param attempts how often in a row a request may fail without bringing anything, at least 1
/// @param longestWait the longest `Retry-After` that is waited for
public record HubSettings(
        URI endpoint,
        @Nullable String token,
        Duration answerTimeout,
        Duration stallTimeout,
        int attempts,
        Duration longestWait) {
    public HubSettings {
        String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
        if (!(scheme.equals("https") || scheme.equals("http")) || endpoint.getHost() == null) {
            throw new HubException(
                    "The hub's address '"
                            + endpoint
                            + "' is not one: it starts with https:// and names a host.");
        }
        if (endpoint.getUserInfo() != null) {
            throw new HubException(
                    "The hub's address holds a user name or password; give a token instead.");
        }
        if (token != null && !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new HubException("The hub's token has a space or a character beyond ASCII.");
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts is at least 1, not " + attempts);
        }
    }

    /// The usual patience with this hub.
    public static HubSettings of(URI endpoint, @Nullable String token) {
        return new HubSettings(
                endpoint,
                token,
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                6,
                Duration.ofMinutes(5));
    }

    /// An address on this hub.
    ///
    /// @param path begins with a slash, already encoded
    URI at(String path) {
        String base = endpoint.toString();
        return URI.create(
                base.endsWith("/") ? base.substring(0, base.length() - 1) + path : base + path);
    }

    /// True when this address is of the hub itself, so that it may see the token.
    boolean owns(URI address) {
        return origin(address).equals(origin(endpoint));
    }

    static String origin(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? 443 : 80;
        int port = address.getPort() < 0 ? usual : address.getPort();
        return scheme
                + "://"
                + String.valueOf(address.getHost()).toLowerCase(Locale.ROOT)
                + ":"
                + port;
    }

    @Override
    public String toString() {
        return "HubSettings[" + endpoint + (token == null ? "" : ", with a token") + "]";
    }
}
