package dev.parlance.config;

import org.jspecify.annotations.Nullable;

/// Whether a tunnel makes the server public.
///
/// @param id the named tunnel to run; `null` for a quick one
public record TunnelConfig(boolean enabled, @Nullable String id) {}
