package dev.parlance.core.model;

/// The name of a model as callers write it: 1 to 256 characters, slashes allowed
/// (`org/repo:quant`), no control characters.
public record ModelId(String value) {
    /// The longest id, in characters.
    public static final int MAX_LENGTH = 256;

    public ModelId {
        if (value.isBlank() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a model id has 1 to " + MAX_LENGTH + " characters, not " + value.length());
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a model id has no control characters");
        }
    }

    /// True when a model can have this name.
    public static boolean isValid(String name) {
        return !name.isBlank()
                && name.length() <= MAX_LENGTH
                && name.chars().noneMatch(Character::isISOControl);
    }

    @Override
    public String toString() {
        return value;
    }
}
