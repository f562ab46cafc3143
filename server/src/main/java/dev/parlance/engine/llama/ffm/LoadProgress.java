package dev.parlance.engine.llama.ffm;

/// Hears how far the loading of a model is, and may end it.
@FunctionalInterface
public interface LoadProgress {
    /// Called on the loading thread, about a hundred times; must be quick and not throw.
    ///
    /// @param fraction 0 to 1
    /// @return false to give up loading
    boolean loaded(double fraction);
}
