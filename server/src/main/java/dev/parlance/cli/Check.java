package dev.parlance.cli;

import org.jspecify.annotations.Nullable;

/// One finding of `doctor`.
///
/// @param name what was looked at
/// @param found what is there
/// @param nextStep what to do about it; `null` when nothing is wrong
public record Check(String name, String found, @Nullable String nextStep) {

    /// A finding that needs nothing done.
    public static Check fine(String name, String found) {
        return new Check(name, found, null);
    }

    /// A finding that stands in the way.
    public static Check problem(String name, String found, String nextStep) {
        return new Check(name, found, nextStep);
    }
}
