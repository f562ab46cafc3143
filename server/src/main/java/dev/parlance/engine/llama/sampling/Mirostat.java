package dev.parlance.engine.llama.sampling;

import dev.parlance.engine.llama.ffm.Candidates;

/// Mirostat (Basu et al. 2021), versions 1 and 2: drops tokens more surprising than a bound, draws,
/// and moves the bound so that the surprise of what was drawn stays near a target on average.
final class Mirostat implements Selector {
    // How many of the likeliest tokens version 1 estimates the shape of the distribution from.
    private static final int ESTIMATED = 100;
    private static final double LN2 = Math.log(2);

    private final int version;
    private final int vocabulary;
    private final double tau;
    private final double eta;
    private final Draws draws;
    private double bound;

    /// @param vocabulary tokens that the model has
    /// @param tau the target, in bits
    /// @param eta how much of an error moves the bound
    Mirostat(int version, int vocabulary, double tau, double eta, Draws draws) {
        this.version = version;
        this.vocabulary = vocabulary;
        this.tau = tau;
        this.eta = eta;
        this.draws = draws;
        this.bound = 2 * tau;
    }

    @Override
    public int select(Candidates candidates) {
        if (version == 1) {
            candidates.keepLikeliest(likelyCount(candidates));
        } else {
            double least = Math.min(candidates.logSum() - bound * LN2, candidates.greatest());
            candidates.keep(i -> candidates.logit(i) >= least);
        }
        return Selector.draw(candidates, draws);
    }

    /// How many tokens have about the wanted surprise, if their probabilities follow Zipf's law
    /// with the exponent that the likeliest ones show.
    private int likelyCount(Candidates candidates) {
        int shown = Math.min(ESTIMATED, candidates.size());
        candidates.sort(shown);
        double products = 0;
        double squares = 0;
        for (int i = 0; i + 1 < shown; i++) {
            double ranks = Math.log((i + 2.0) / (i + 1));
            double ratio = (double) candidates.logit(i) - candidates.logit(i + 1);
            if (Double.isFinite(ratio)) {
                products += ranks * ratio;
                squares += ranks * ranks;
            }
        }
        double exponent = products / squares;
        double above = exponent - 1;
        double count =
                Math.pow(
                        above * Math.pow(2, bound) / (1 - Math.pow(vocabulary, -above)),
                        1 / exponent);
        return Double.isNaN(count) ? 1 : (int) Math.clamp(count, 1, candidates.size());
    }

    @Override
    public void accept(Candidates candidates, int index) {
        candidates.computeChances();
        double surprise = -Math.log(candidates.chance(index)) / LN2;
        bound -= eta * (surprise - tau);
    }
}
