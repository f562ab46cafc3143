package dev.parlance.engine.llama.sampling;

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
}
