package dev.parlance.config;

import java.time.Duration;

/// The bounds on what clients may ask of the server.
public record LimitsConfig(
        long maxBody,
        int maxHeader,
        int maxConnections,
        Duration bodyTimeout,
        Duration idleTimeout,
        Duration callTimeout,
        Duration writeTimeout,
        int maxConcurrentCalls,
        int maxQueuedCalls,
        Duration maxQueueWait) {}
