package dev.parlance.config;

import java.nio.file.Path;

/// Where characters, instruction templates and presets are, and what wins over presets.
public record PromptsConfig(Path folder, boolean explicitOverPreset) {}
