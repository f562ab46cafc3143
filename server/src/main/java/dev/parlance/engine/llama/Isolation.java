package dev.parlance.engine.llama;

/// Where a model runs.
public enum Isolation {
    /// In this process: the quickest way, for files that one trusts.
    NONE,
    /// In a process of its own, which may crash without harm: for files from anywhere.
    PROCESS
}
