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
        return candidates -> {
            double least = candidates.greatest() + distance;
            candidates.keep(i -> candidates.logit(i) >= least);
        };
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
