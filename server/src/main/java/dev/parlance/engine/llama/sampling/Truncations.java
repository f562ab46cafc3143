package dev.parlance.engine.llama.sampling;

import dev.parlance.engine.llama.ffm.Candidates;
import java.util.Arrays;

/// The samplers that drop unlikely tokens. Each keeps at least one.
final class Truncations {
    // A nucleus is looked for among this many of the likeliest, then among more.
    private static final int FIRST_LOOK = 256;

    private Truncations() {}

    /// The k likeliest.
    static Step topK(int k) {
        return candidates -> candidates.keepLikeliest(k);
    }

    /// The fewest likeliest tokens whose probabilities add up to p or more.
    static Step topP(double p) {
        return candidates -> {
            double logSum = candidates.logSum();
            double sum = 0;
            int sorted = 0;
            for (int i = 0; i < candidates.size(); i++) {
                if (i == sorted) {
                    sorted = sorted == 0 ? FIRST_LOOK : sorted * 8;
                    candidates.sort(sorted);
                }
                sum += Math.exp(candidates.logit(i) - logSum);
                if (sum >= p) {
                    candidates.truncate(i + 1);
                    return;
                }
            }
        };
    }

    /// Those at least p times as likely as the likeliest.
    static Step minP(double p) {
        double distance = Math.log(p);
        return candidates -> keepFrom(candidates, candidates.greatest() + distance);
    }

    /// Those whose information is nearest to the entropy, until their probabilities add up to p.
    static Step typical(double p) {
        return candidates -> {
            candidates.computeChances();
            double logSum = candidates.logSum();
            double entropy = entropy(candidates);
            long[] byDistance = new long[candidates.size()];
            for (int i = 0; i < byDistance.length; i++) {
                float distance = (float) Math.abs(logSum - candidates.logit(i) - entropy);
                byDistance[i] = ((long) Float.floatToIntBits(distance) << 32) | i;
            }
            Arrays.sort(byDistance);
            boolean[] kept = new boolean[byDistance.length];
            double sum = 0;
            for (int i = 0; i < byDistance.length && (i == 0 || sum < p); i++) {
                int index = (int) byDistance[i];
                kept[index] = true;
                sum += candidates.chance(index);
            }
            candidates.keep(i -> kept[i]);
        };
    }

    /// Those whose logits are at most n standard deviations below the greatest.
    static Step topSigma(double n) {
        return candidates -> {
            double sum = 0;
            int count = 0;
            for (int i = 0; i < candidates.size(); i++) {
                if (isPossible(candidates, i)) {
                    sum += candidates.logit(i);
                    count++;
                }
            }
            double mean = sum / count;
            double squares = 0;
            for (int i = 0; i < candidates.size(); i++) {
                if (isPossible(candidates, i)) {
                    double distance = candidates.logit(i) - mean;
                    squares += distance * distance;
                }
            }
            keepFrom(candidates, candidates.greatest() - n * Math.sqrt(squares / count));
        };
    }

    /// Those at least as likely as a times the square of the greatest probability.
    static Step topA(double a) {
        double share = Math.log(a);
        return candidates -> {
            double greatest = candidates.greatest();
            keepFrom(candidates, share + 2 * greatest - candidates.logSum());
        };
    }

    /// Those at least so likely.
    static Step epsilon(double cutoff) {
        double least = Math.log(cutoff);
        return candidates -> keepFrom(candidates, least + candidates.logSum());
    }

    /// Those at least so likely, or less the more the distribution is spread.
    static Step eta(double cutoff) {
        return candidates -> {
            candidates.computeChances();
            double spread = Math.log(cutoff) / 2 - entropy(candidates);
            double least = Math.min(Math.log(cutoff), spread);
            keepFrom(candidates, least + candidates.logSum());
        };
    }

    /// Those before the tail where the probabilities, in order, stop bending: until the absolute
    /// second differences add up to more than z of all.
    static Step tailFree(double z) {
        return candidates -> {
            int size = candidates.size();
            if (size < 3) {
                return;
            }
            candidates.sort(size);
            candidates.computeChances();
            double all = 0;
            for (int i = 0; i + 2 < size; i++) {
                all += bend(candidates, i);
            }
            double sum = 0;
            int kept = 1;
            while (kept + 1 < size) {
                // Equal probabilities bend nowhere: each place has its share then.
                sum += all > 1e-10 ? bend(candidates, kept - 1) / all : 1.0 / (size - 2);
                if (sum > z) {
                    break;
                }
                kept++;
            }
            candidates.truncate(kept);
        };
    }

    private static double bend(Candidates candidates, int i) {
        double first = (double) candidates.chance(i) - candidates.chance(i + 1);
        double second = (double) candidates.chance(i + 1) - candidates.chance(i + 2);
        return Math.abs(first - second);
    }

    /// Now and then, of the tokens that are likely enough to be choices, only the least likely one
    /// and all that are no choices.
    static Step excludeTopChoices(double probability, double threshold, Draws draws) {
        return candidates -> {
            if (draws.next() >= probability) {
                return;
            }
            candidates.computeChances();
            int choices = 0;
            for (int i = 0; i < candidates.size(); i++) {
                choices += candidates.chance(i) >= threshold ? 1 : 0;
            }
            if (choices > 1) {
                candidates.sort(choices);
                int first = choices - 1;
                candidates.keep(i -> i >= first);
            }
        };
    }

    private static boolean isPossible(Candidates candidates, int index) {
        return candidates.logit(index) > Float.NEGATIVE_INFINITY;
    }

    /// Keeps logits of at least this, and the greatest in any case.
    private static void keepFrom(Candidates candidates, double least) {
        double bound = Math.min(least, candidates.greatest());
        candidates.keep(i -> candidates.logit(i) >= bound);
    }

    /// The entropy of the candidates' probabilities, which must be computed, in nats.
    static double entropy(Candidates candidates) {
        double logSum = candidates.logSum();
        double entropy = 0;
        for (int i = 0; i < candidates.size(); i++) {
            float chance = candidates.chance(i);
            if (chance > 0) {
                entropy += chance * (logSum - candidates.logit(i));
            }
        }
        return entropy;
    }
}
