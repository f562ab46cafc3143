package dev.parlance.core.embedding;

/// What becomes of a text that does not fit; what is cut is always reported.
public enum Truncation {
    /// It is refused.
    NONE,
    /// Its beginning is cut off.
    START,
    /// Its end is cut off.
    END
}
