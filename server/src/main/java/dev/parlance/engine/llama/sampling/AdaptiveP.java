package dev.parlance.engine.llama.sampling;

import dev.parlance.engine.llama.ffm.Candidates;

/// Adaptive-p: prefers tokens whose probability is near a target, which moves against the average
/// of the tokens taken so far, so that this average stays where it was asked to be.
final class AdaptiveP implements Selector {
    private static final double WIDTH = 0.3;
    private static final double PEAK = 5;
    private static final double SHARPNESS = 10;

    private final double target;
    private final double decay;
    private final Draws draws;
    private double sum;
    private double weight;

    /// @param target probability, above 0
    /// @param decay how much of the past counts, below 1
    AdaptiveP(double target, double decay, Draws draws) {
        this.target = target;
        this.decay = decay;
        this.draws = draws;
        this.sum = target / (1 - decay);
        this.weight = 1 / (1 - decay);
    }

    @Override
    public int select(Candidates candidates) {
        candidates.computeChances();
        double adapted = Math.clamp(2 * target - sum / weight, 0, 1);
        double total = 0;
        for (int i = 0; i < candidates.size(); i++) {
            total += preference(candidates.chance(i), adapted);
        }
        double wanted = draws.next() * total;
        double passed = 0;
        int possible = -1;
        for (int i = 0; i < candidates.size(); i++) {
            double preference = preference(candidates.chance(i), adapted);
            if (preference > 0) {
                possible = i;
                passed += preference;
                if (passed > wanted) {
                    return i;
                }
            }
        }
        return possible;
    }

    private static double preference(float chance, double adapted) {
        if (chance == 0) {
            return 0;
        }
        double distance = Math.abs(chance - adapted) / WIDTH;
        return Math.exp(PEAK - SHARPNESS * distance * distance / (1 + distance));
    }

    @Override
    public void accept(Candidates candidates, int index) {
        candidates.computeChances();
        sum = candidates.chance(index) + decay * sum;
        weight = 1 + decay * weight;
    }
}
