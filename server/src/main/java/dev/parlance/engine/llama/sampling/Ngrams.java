package dev.parlance.engine.llama.sampling;

import dev.parlance.engine.llama.ffm.Candidates;
import java.util.BitSet;

/// Rules out every token that would complete a row of n tokens that came before, while another one
/// is left.
final class Ngrams implements Step {
    private final TokenHistory history;
    private final int length;

    /// @param length of the rows, at least 1
    Ngrams(TokenHistory history, int length) {
        this.history = history;
        this.length = length;
    }

    @Override
    public void apply(Candidates candidates) {
        BitSet ends = ends();
        if (ends.isEmpty() || !leavesOne(candidates, ends)) {
            return;
        }
        for (int i = 0; i < candidates.size(); i++) {
            if (ends.get(candidates.id(i))) {
                candidates.setLogit(i, Float.NEGATIVE_INFINITY);
            }
        }
    }

    private static boolean leavesOne(Candidates candidates, BitSet ends) {
        for (int i = 0; i < candidates.size(); i++) {
            if (!ends.get(candidates.id(i)) && candidates.logit(i) > Float.NEGATIVE_INFINITY) {
                return true;
            }
        }
        return false;
    }

    private BitSet ends() {
        BitSet ends = new BitSet();
        int begin = history.size() - length + 1;
        for (int i = 0; i + length <= history.size(); i++) {
            int same = 0;
            while (same < length - 1 && history.get(i + same) == history.get(begin + same)) {
                same++;
            }
            if (same == length - 1) {
                ends.set(history.get(i + length - 1));
            }
        }
        return ends;
    }
}
