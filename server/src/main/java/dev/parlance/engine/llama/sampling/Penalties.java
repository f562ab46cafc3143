package dev.parlance.engine.llama.sampling;

import java.util.BitSet;

/// The samplers that make tokens less likely because they came before.
final class Penalties {
    private Penalties() {}

    /// Divides logits above 0 and multiplies the others.
    static Step repetition(Counts counts, float penalty) {
        return candidates ->
                counts.apply(
                        candidates, (logit, _) -> logit <= 0 ? logit * penalty : logit / penalty);
    }

    /// Subtracts once for each time a token came.
    static Step frequency(Counts counts, float penalty) {
        return candidates -> counts.apply(candidates, (logit, count) -> logit - count * penalty);
    }

    /// Subtracts once if a token came.
    static Step presence(Counts counts, float penalty) {
        return candidates -> counts.apply(candidates, (logit, _) -> logit - penalty);
    }

    /// The opposite of [#repetition] for the tokens of the prompt: multiplies logits above 0 and
    /// divides the others.
    static Step prompt(BitSet tokens, float penalty) {
        return candidates -> {
            for (int i = 0; i < candidates.size(); i++) {
                if (tokens.get(candidates.id(i))) {
                    float logit = candidates.logit(i);
                    candidates.setLogit(i, logit < 0 ? logit / penalty : logit * penalty);
                }
            }
        };
    }
}
