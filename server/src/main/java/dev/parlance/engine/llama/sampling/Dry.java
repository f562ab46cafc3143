package dev.parlance.engine.llama.sampling;

import dev.parlance.engine.llama.ffm.Candidates;
import java.util.HashMap;
import java.util.Map;

/// DRY ("don't repeat yourself"): makes a token less likely the longer the repetition is that it
/// would go on with, and grows that exponentially.
///
/// The tokens so far are read backwards. For each earlier place, the Z algorithm (Gusfield 1997)
/// gives in linear time how far the tokens before it agree with the tokens at the end; the token
/// that came next there is the one to avoid. Repetitions end at breakers, so that the frame of a
/// dialogue may repeat.
final class Dry implements Step {
    // Enough to rule a token out without leaving the range of floats.
    private static final double MAX_PENALTY = 1e30;

    private final TokenHistory history;
    private final DryBreakers breakers;
    private final int window;
    private final double multiplier;
    private final double base;
    private final int allowed;
    private int[] lengths = {};

    /// @param window how many last tokens to look at
    /// @param allowed the longest repetition that costs nothing more than `multiplier`
    Dry(
            TokenHistory history,
            DryBreakers breakers,
            int window,
            double multiplier,
            double base,
            int allowed) {
        this.history = history;
        this.breakers = breakers;
        this.window = window;
        this.multiplier = multiplier;
        this.base = base;
        this.allowed = allowed;
    }

    @Override
    public void apply(Candidates candidates) {
        int count = Math.min(history.size(), window);
        if (count <= allowed) {
            return;
        }
        int limit = breakers.since(history, count);
        if (limit < allowed) {
            return;
        }
        Map<Integer, Integer> longest = repetitions(count, limit);
        if (longest.isEmpty()) {
            return;
        }
        for (int i = 0; i < candidates.size(); i++) {
            Integer length = longest.get(candidates.id(i));
            if (length != null) {
                double penalty = multiplier * Math.pow(base, length - allowed);
                candidates.setLogit(
                        i, (float) (candidates.logit(i) - Math.min(penalty, MAX_PENALTY)));
            }
        }
    }

    /// The tokens that would go on with a repetition, and how long the longest such one is.
    private Map<Integer, Integer> repetitions(int count, int limit) {
        computeLengths(count);
        Map<Integer, Integer> longest = new HashMap<>();
        for (int back = 1; back < count; back++) {
            int length = Math.min(lengths[back], limit);
            if (length >= allowed) {
                int next = history.back(back - 1);
                if (!breakers.isWhole(next)) {
                    longest.merge(next, length, Math::max);
                }
            }
        }
        return longest;
    }

    /// For each number of places back: how many tokens up to there equal those up to the end.
    private void computeLengths(int count) {
        lengths = lengths.length < count ? new int[count * 2] : lengths;
        int left = 0;
        int right = 0;
        for (int i = 1; i < count; i++) {
            int length = i < right ? Math.min(right - i, lengths[i - left]) : 0;
            while (i + length < count && history.back(length) == history.back(i + length)) {
                length++;
            }
            lengths[i] = length;
            if (i + length > right) {
                left = i;
                right = i + length;
            }
        }
    }
}
