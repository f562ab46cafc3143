package dev.parlance.engine.llama.grammar;

/// How much work the translation of one constraint may still take: states of automata, alternatives
/// compared, references followed. Counted, so that the same schema is refused everywhere.
final class Effort {
    /// What a state of an automaton costs.
    static final int STATE = 100;

    private static final int TIMES_A_TOKEN = 5;

    private long left;

    Effort(GrammarLimits limits) {
        this.left = (long) limits.maxWork() * TIMES_A_TOKEN;
    }

    /// @throws GrammarException when nothing is left
    void spend(long steps) {
        left -= steps;
        if (left < 0) {
            throw new GrammarException(
                    "The schema takes too much work to translate. Use fewer alternatives, patterns"
                            + " and counts together.");
        }
    }
}
