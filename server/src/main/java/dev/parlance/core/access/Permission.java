package dev.parlance.core.access;

/// One right that a key can carry.
public enum Permission {
    /// To run models.
    INFERENCE,
    /// To load and unload models, and to see what others did.
    ADMIN
}
