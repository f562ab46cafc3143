package dev.parlance.engine.llama;

import dev.parlance.core.model.KeepAlive;
import java.time.Duration;

/// How much memory the engine's models may take together, and how long they stay.
///
/// @param memoryBytes the budget for weights, caches and computing; 0 for [#SHARE_PERCENT] of the
///   machine's memory
/// @param keepAlive how long a model stays after its last use, unless its own policy says
public record LifeSettings(long memoryBytes, KeepAlive keepAlive) {
    /// The part of the machine's memory that models take together at most, in percent.
    public static final int SHARE_PERCENT = 80;

    /// What is used when nothing is configured.
    public static final LifeSettings USUAL =
            new LifeSettings(0, KeepAlive.of(Duration.ofMinutes(30)));

    public LifeSettings {
        if (memoryBytes < 0) {
            throw new IllegalArgumentException("memoryBytes is not negative");
        }
    }
}
