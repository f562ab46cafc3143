package dev.parlance.engine.llama.sampling;

import dev.parlance.engine.llama.ffm.Candidates;

/// The end of a chain: takes one of the candidates that the steps left.
interface Selector {
    /// The index of the candidate taken; the candidates may be changed for it, and are asked again
    /// when an output constraint refuses the token and leaves fewer of them.
    int select(Candidates candidates);

    /// Notes that this candidate, which it took last, is the next token.
    default void accept(Candidates candidates, int index) {}

    /// The likeliest candidate.
    record Likeliest() implements Selector {
        @Override
        public int select(Candidates candidates) {
            return candidates.likeliest();
        }
    }

    /// Any candidate, as likely as its probability says.
    record Drawn(Draws draws) implements Selector {
        @Override
        public int select(Candidates candidates) {
            return draw(candidates, draws);
        }
    }

    /// A candidate drawn by the probabilities; -1 when all are impossible.
    static int draw(Candidates candidates, Draws draws) {
        candidates.computeChances();
        double total = 0;
        for (int i = 0; i < candidates.size(); i++) {
            total += candidates.chance(i);
        }
        double target = draws.next() * total;
        double passed = 0;
        int possible = -1;
        for (int i = 0; i < candidates.size(); i++) {
            float chance = candidates.chance(i);
            if (chance > 0) {
                possible = i;
                passed += chance;
                if (passed > target) {
                    return i;
                }
            }
        }
        return possible;
    }
}
