package dev.parlance.config;

import org.jspecify.annotations.Nullable;

/// Where `./parlance pull` fetches models.
public record HubConfig(String endpoint, @Nullable Secret token) {}
