package dev.parlance.engine.llama.sampling;

import dev.parlance.engine.llama.ffm.Candidates;

/// One sampler of a chain: changes logits or drops candidates, never the last one.
@FunctionalInterface
interface Step {
    void apply(Candidates candidates);
}
