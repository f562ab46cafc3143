package dev.parlance.config;

import java.time.Duration;
import java.util.List;

/// Which pages of other origins may call.
public record CorsConfig(
        List<String> allowedOrigins, List<String> allowedHeaders, Duration maxAge) {
    public CorsConfig {
        allowedOrigins = List.copyOf(allowedOrigins);
        allowedHeaders = List.copyOf(allowedHeaders);
    }
}
