package dev.parlance.engine.llama;

import dev.parlance.core.model.KeepAlive;
import java.time.Duration;
import java.util.List;

/// How much memory the engine's models may take together, and how long they stay.
///
/// @param memoryBytes the budget for weights, caches and computing; 0 for [#SHARE_PERCENT] of the
///   machine's memory
/// @param keepAlive how long a model stays after its last use, unless its own policy says
/// @param isolation where models run whose own policy says nothing
/// @param childCommand the program that serves one model in a process of its own, with its
///   arguments; empty when there is none
public record LifeSettings(
        long memoryBytes, KeepAlive keepAlive, Isolation isolation, List<String> childCommand) {
    /// The part of the machine's memory that models take together at most, in percent.
    public static final int SHARE_PERCENT = 80;

    /// What is used when nothing is configured.
    public static final LifeSettings USUAL =
            new LifeSettings(0, KeepAlive.of(Duration.ofMinutes(30)));

    /// For an engine whose models are looked after by another.
    static final LifeSettings UNBOUNDED = new LifeSettings(Long.MAX_VALUE / 2, KeepAlive.FOREVER);

    public LifeSettings {
        childCommand = List.copyOf(childCommand);
        if (memoryBytes < 0) {
            throw new IllegalArgumentException("memoryBytes is not negative");
        }
    }

    /// Settings for models in this process.
    public LifeSettings(long memoryBytes, KeepAlive keepAlive) {
        this(memoryBytes, keepAlive, Isolation.NONE, List.of());
    }

    /// The same with processes for models that want one, or for all that do not say.
    public LifeSettings withProcesses(Isolation newIsolation, List<String> command) {
        return new LifeSettings(memoryBytes, keepAlive, newIsolation, command);
    }
}
