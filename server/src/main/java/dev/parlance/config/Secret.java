package dev.parlance.config;

/// A text that must not be seen: it prints as `***`.
///
/// @param reveal the text itself, never for logs, errors or listings
public record Secret(String reveal) {
    /// What is shown in its place.
    public static final String MASK = "***";

    @Override
    public String toString() {
        return MASK;
    }
}
