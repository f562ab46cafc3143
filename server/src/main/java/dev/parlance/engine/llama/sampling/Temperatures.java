package dev.parlance.engine.llama.sampling;

/// The samplers that bend the distribution without dropping tokens.
final class Temperatures {
    /// A temperature that leaves the likeliest token only, as good as 0.
    static final double FROZEN = 1e-6;

    private Temperatures() {}

    /// Divides logits.
    static Step fixed(double temperature) {
        float factor = (float) (1 / Math.max(temperature, FROZEN));
        return candidates -> candidates.scale(factor);
    }

    /// Divides logits by a temperature between the bounds: the lower one where the model is sure,
    /// the upper one where all tokens are equally likely.
    static Step dynamic(double low, double high, double exponent) {
        return candidates -> {
            candidates.computeChances();
            int possible = 0;
            for (int i = 0; i < candidates.size(); i++) {
                possible += candidates.logit(i) > Float.NEGATIVE_INFINITY ? 1 : 0;
            }
            if (possible < 2) {
                return;
            }
            double disorder = Truncations.entropy(candidates) / Math.log(possible);
            double bent = Math.pow(Math.clamp(disorder, 0, 1), exponent);
            fixed(low + (high - low) * bent).apply(candidates);
        };
    }

    /// Replaces the distance of each logit from the greatest by a parabola of it, or by a parabola
    /// and a cube.
    static Step smoothing(double factor, double curve) {
        double square = (3 - curve) / 2 * factor;
        double cube = (curve - 1) / 2 * factor;
        return candidates -> {
            float greatest = candidates.greatest();
            for (int i = 0; i < candidates.size(); i++) {
                if (candidates.logit(i) > Float.NEGATIVE_INFINITY) {
                    double below = (double) candidates.logit(i) - greatest;
                    candidates.setLogit(i, smoothed(below, square, cube, greatest));
                }
            }
        };
    }

    private static float smoothed(double below, double square, double cube, float greatest) {
        return (float) (greatest - square * below * below + cube * below * below * below);
    }
}
