package dev.parlance.core.engine;

import dev.parlance.core.model.ModelId;
import java.time.Duration;

/// Where an engine that computes by itself reports what it does. Called by its computing threads,
/// once a step at most: implementations are cheap, never wait and never throw.
public interface EngineMeter {
    /// One that forgets everything.
    EngineMeter NONE =
            new EngineMeter() {
                @Override
                public void started(ModelId model, Duration waited) {}

                @Override
                public void prompted(ModelId model, int tokens, int cached) {}

                @Override
                public void computed(ModelId model, Computation step) {}

                @Override
                public void evicted(ModelId model, int tokens) {}

                @Override
                public void occupied(ModelId model, Occupation now) {}
            };

    /// One computation of an engine.
    ///
    /// @param promptTokens tokens of prompts in it
    /// @param outputTokens replies that got their next token by it
    /// @param time that it took
    record Computation(int promptTokens, int outputTokens, Duration time) {}

    /// What an engine's model is busy with at one moment.
    ///
    /// @param waiting replies that wait for a slot
    /// @param active slots in use
    /// @param slots slots that there are
    /// @param idle sequences that are kept for reuse
    /// @param heldTokens tokens that the context holds, shared ones counted once
    /// @param capacity tokens that the context can hold
    record Occupation(int waiting, int active, int slots, int idle, int heldTokens, int capacity) {
        /// Nothing at all.
        public static final Occupation NONE = new Occupation(0, 0, 0, 0, 0, 0);
    }

    /// A reply got a slot after this long in the engine's queue.
    void started(ModelId model, Duration waited);

    /// A prompt is complete.
    ///
    /// @param tokens of the prompt
    /// @param cached those of them that were not computed for this reply
    void prompted(ModelId model, int tokens, int cached);

    /// A computation is done.
    void computed(ModelId model, Computation step);

    /// A kept sequence was given up to make room.
    ///
    /// @param tokens that it held
    void evicted(ModelId model, int tokens);

    /// What the model is busy with has changed.
    void occupied(ModelId model, Occupation now);

    /// A load has ended.
    ///
    /// @param time that it took
    /// @param succeeded false when it failed
    default void loaded(ModelId model, Duration time, boolean succeeded) {}

    /// A model has left memory.
    default void unloaded(ModelId model) {}

    /// What the models in memory take has changed; figures are estimates.
    ///
    /// @param takenBytes by all of them
    /// @param budgetBytes that they may take together
    default void memory(long takenBytes, long budgetBytes) {}
}
