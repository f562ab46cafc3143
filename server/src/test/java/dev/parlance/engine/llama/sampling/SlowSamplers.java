package dev.parlance.engine.llama.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;

/// The samplers once more, as their definitions say it: on logits by token, where minus infinity is
/// a token that was dropped, and with no thought of speed.
final class SlowSamplers {
    static final double GONE = Double.NEGATIVE_INFINITY;

    private SlowSamplers() {}

    static double[] softmax(double[] logits) {
        double greatest = Arrays.stream(logits).max().orElseThrow();
        double[] weights = Arrays.stream(logits).map(z -> Math.exp(z - greatest)).toArray();
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(w -> w / sum).toArray();
    }

    static double entropy(double[] logits) {
        return Arrays.stream(softmax(logits)).filter(p -> p > 0).map(p -> -p * Math.log(p)).sum();
    }

    private static List<Integer> ranked(double[] logits) {
        List<Integer> ids = new ArrayList<>(IntStream.range(0, logits.length).boxed().toList());
        ids.sort(Comparator.<Integer>comparingDouble(i -> -logits[i]).thenComparing(i -> i));
        return ids;
    }

    private static double[] keep(double[] logits, List<Integer> kept) {
        double[] left = new double[logits.length];
        Arrays.fill(left, GONE);
        kept.forEach(i -> left[i] = logits[i]);
        return left;
    }

    /// Keeps tokens by their probability, and the likeliest.
    private static double[] keep(double[] logits, DoublePredicate probability) {
        double[] p = softmax(logits);
        List<Integer> kept = new ArrayList<>(ranked(logits).subList(0, 1));
        for (int i = 0; i < p.length; i++) {
            if (probability.test(p[i])) {
                kept.add(i);
            }
        }
        return keep(logits, kept);
    }

    /// The first of these tokens whose probabilities add up to `mass`.
    private static double[] keepMass(double[] logits, List<Integer> ids, double mass) {
        double[] p = softmax(logits);
        double sum = 0;
        List<Integer> kept = new ArrayList<>();
        for (int id : ids) {
            kept.add(id);
            sum += p[id];
            if (sum >= mass) {
                break;
            }
        }
        return keep(logits, kept);
    }

    static double[] topK(double[] logits, double k) {
        List<Integer> ranked = ranked(logits);
        return keep(logits, ranked.subList(0, Math.min((int) k, ranked.size())));
    }

    static double[] topP(double[] logits, double p) {
        return keepMass(logits, ranked(logits), p);
    }

    static double[] minP(double[] logits, double minP) {
        double greatest = Arrays.stream(softmax(logits)).max().orElseThrow();
        return keep(logits, p -> p >= minP * greatest);
    }

    static double[] topA(double[] logits, double a) {
        double greatest = Arrays.stream(softmax(logits)).max().orElseThrow();
        return keep(logits, p -> p >= a * greatest * greatest);
    }

    static double[] typical(double[] logits, double mass) {
        double[] p = softmax(logits);
        double entropy = entropy(logits);
        List<Integer> ids = ranked(logits);
        ids.sort(Comparator.comparingDouble(i -> Math.abs(-Math.log(p[i]) - entropy)));
        return keepMass(logits, ids, mass);
    }

    static double[] topSigma(double[] logits, double n) {
        double[] finite = Arrays.stream(logits).filter(z -> z > GONE).toArray();
        double mean = Arrays.stream(finite).average().orElseThrow();
        double variance =
                Arrays.stream(finite).map(z -> (z - mean) * (z - mean)).average().orElseThrow();
        double least = Arrays.stream(finite).max().orElseThrow() - n * Math.sqrt(variance);
        return Arrays.stream(logits).map(z -> z >= least ? z : GONE).toArray();
    }

    static double[] epsilon(double[] logits, double tenThousandths) {
        return keep(logits, p -> p >= tenThousandths * 1e-4);
    }

    static double[] eta(double[] logits, double tenThousandths) {
        double epsilon = tenThousandths * 1e-4;
        double bound = Math.min(epsilon, Math.sqrt(epsilon) * Math.exp(-entropy(logits)));
        return keep(logits, p -> p >= bound);
    }

    static double[] tailFree(double[] logits, double z) {
        List<Integer> ids = ranked(logits);
        double[] p = softmax(logits);
        double[] sorted = ids.stream().mapToDouble(i -> p[i]).toArray();
        double[] bends = new double[sorted.length - 2];
        for (int i = 0; i < bends.length; i++) {
            bends[i] = Math.abs(sorted[i + 2] - sorted[i + 1] - (sorted[i + 1] - sorted[i]));
        }
        double all = Arrays.stream(bends).sum();
        List<Integer> kept = new ArrayList<>(ids.subList(0, 1));
        double sum = 0;
        for (int i = 0; i < bends.length; i++) {
            sum += bends[i] / all;
            if (sum <= z) {
                kept.add(ids.get(i + 1));
            }
        }
        return keep(logits, kept);
    }

    static double[] excludeTopChoices(double[] logits, double threshold) {
        double[] p = softmax(logits);
        List<Integer> choices = new ArrayList<>(ranked(logits));
        choices.removeIf(i -> p[i] < threshold);
        List<Integer> kept = new ArrayList<>(ranked(logits));
        if (choices.size() > 1) {
            kept.removeAll(choices.subList(0, choices.size() - 1));
        }
        return keep(logits, kept);
    }

    static double[] temperature(double[] logits, double temperature) {
        return Arrays.stream(logits).map(z -> z / temperature).toArray();
    }

    static double[] dynamic(double[] logits, double low, double high, double exponent) {
        double possible = Arrays.stream(logits).filter(z -> z > GONE).count();
        double share = entropy(logits) / Math.log(possible);
        return temperature(logits, low + (high - low) * Math.pow(share, exponent));
    }

    static double[] smoothing(double[] logits, double factor, double curve) {
        double m = Arrays.stream(logits).max().orElseThrow();
        double k = (3 - curve) / 2;
        double s = (curve - 1) / 2;
        return Arrays.stream(logits)
                .map(z -> z - m)
                .map(d -> d == GONE ? d : -k * factor * d * d + s * factor * d * d * d + m)
                .toArray();
    }

    /// How often `token` is among the last `window` of these.
    static int count(int[] history, int window, int token) {
        int from = Math.max(0, history.length - window);
        return (int) Arrays.stream(history).skip(from).filter(t -> t == token).count();
    }

    /// What DRY subtracts, where the repetition may begin anywhere after the last breaker.
    static double[] dry(
            double[] logits, int[] history, double multiplier, double base, int allowed) {
        double[] left = logits.clone();
        int n = history.length;
        for (int token = 0; token < logits.length; token++) {
            int longest = 0;
            for (int at = 1; at < n; at++) {
                if (history[at] != token) {
                    continue;
                }
                int length = 0;
                while (length < at && history[at - 1 - length] == history[n - 1 - length]) {
                    length++;
                }
                longest = Math.max(longest, length);
            }
            if (longest >= allowed) {
                left[token] -= multiplier * Math.pow(base, longest - allowed);
            }
        }
        return left;
    }
}
