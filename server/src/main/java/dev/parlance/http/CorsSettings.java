package dev.parlance.http;

import java.time.Duration;
import java.util.List;

/// Which web pages of other origins may call; by default none.
///
/// @param allowedOrigins exact origins such as `https://app.example.org`, or `*` alone for all
/// @param allowedHeaders request headers that such pages may send
/// @param maxAge how long browsers may keep the answer
public record CorsSettings(
        List<String> allowedOrigins, List<String> allowedHeaders, Duration maxAge) {
    /// The request headers that clients of the known dialects send.
    public static final List<String> USUAL_HEADERS =
            List.of(
                    "authorization",
                    "content-type",
                    "x-api-key",
                    "api-key",
                    "x-request-id",
                    "x-parlance-profile",
                    "x-parlance-strict");

    /// No other origin may call.
    public static final CorsSettings CLOSED =
            new CorsSettings(List.of(), USUAL_HEADERS, Duration.ofMinutes(10));

    public CorsSettings {
        allowedOrigins = List.copyOf(allowedOrigins);
        allowedHeaders = List.copyOf(allowedHeaders);
        if (allowedOrigins.contains("*") && allowedOrigins.size() > 1) {
            throw new IllegalArgumentException("'*' already allows every origin: give it alone");
        }
        for (String origin : allowedOrigins) {
            if (!origin.equals("*") && !origin.matches("[a-z][a-z0-9+.-]*://[^/\\s]*")) {
                throw new IllegalArgumentException(
                        "an origin is scheme, host and port without a path, e.g."
                                + " https://app.example.org, not '"
                                + origin
                                + "'");
            }
        }
    }

    /// Pages of these origins may call.
    public static CorsSettings of(String... origins) {
        return new CorsSettings(List.of(origins), CLOSED.allowedHeaders(), CLOSED.maxAge());
    }
}
