package dev.parlance.engine.llama.grammar;

/// How many moves one output may still make through its grammar. Each piece of output earns more;
/// what is remembered costs nothing.
final class Budget {
    private static final int SHARE_OF_A_PIECE = 40;

    private final int most;
    private int left;

    Budget(int most) {
        this(most, most);
    }

    private Budget(int most, int left) {
        this.most = most;
        this.left = left;
    }

    void spend(int moves) {
        left -= moves;
        if (left < 0) {
            throw new GrammarException(
                    "The grammar is too ambiguous: the next token needs more than "
                            + most
                            + " moves through it. Make its alternatives and repetitions differ"
                            + " earlier.");
        }
    }

    void earn() {
        left = Math.min(most, left + most / SHARE_OF_A_PIECE + 1);
    }

    Budget copy() {
        return new Budget(most, left);
    }
}
