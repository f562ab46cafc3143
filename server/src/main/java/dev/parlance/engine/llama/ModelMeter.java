package dev.parlance.engine.llama;

import dev.parlance.core.engine.EngineMeter;
import dev.parlance.core.engine.EngineMeter.Computation;
import dev.parlance.core.engine.EngineMeter.Occupation;
import dev.parlance.core.model.ModelId;
import java.time.Duration;

/// The engine's meter for one model.
record ModelMeter(EngineMeter meter, ModelId model) {
    void started(Duration waited) {
        meter.started(model, waited);
    }

    void prompted(int tokens, int cached) {
        meter.prompted(model, tokens, cached);
    }

    void computed(Computation step) {
        meter.computed(model, step);
    }

    void evicted(int tokens) {
        meter.evicted(model, tokens);
    }

    void occupied(int waiting, int active, int slots, PrefixCache cache, int capacity) {
        meter.occupied(
                model,
                new Occupation(
                        waiting,
                        active,
                        slots,
                        cache.idleSequences(),
                        cache.usedCells(),
                        capacity));
    }

    /// The model is no longer loaded.
    void gone() {
        meter.occupied(model, Occupation.NONE);
    }
}
