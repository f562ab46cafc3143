package dev.parlance.config;

/// What is logged and how.
///
/// @param level `error`, `warn`, `info`, `debug` or `trace`
/// @param format `plain` or `json`
public record LogConfig(String level, String format) {}
