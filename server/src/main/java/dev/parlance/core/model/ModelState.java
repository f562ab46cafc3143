package dev.parlance.core.model;

/// Where a model is in its life.
public enum ModelState {
    /// Known, not in memory; the first use loads it.
    AVAILABLE,
    /// Being loaded.
    LOADING,
    /// In memory, or behind a provider that answers.
    READY,
    /// The last load failed; the next use tries again.
    FAILED
}
