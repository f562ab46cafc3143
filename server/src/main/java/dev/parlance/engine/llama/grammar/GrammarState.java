package dev.parlance.engine.llama.grammar;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// One output's place in its grammar. For one thread at a time.
public final class GrammarState {
    private final States states;
    private final Budget budget;
    private State state;
    private @Nullable MemberScan scan;

    /// @param scan of the names of members, or null when the grammar knows them all
    GrammarState(States states, Budget budget, State state, @Nullable MemberScan scan) {
        this.states = states;
        this.budget = budget;
        this.state = state;
        this.scan = scan;
    }

    /// True when these bytes may come next. They may end within a character.
    ///
    /// @throws GrammarException when the grammar is too expensive to follow
    public boolean allows(byte[] bytes) {
        return !after(bytes).isDead() && (scan == null || scan.after(bytes) != null);
    }

    /// Notes that these bytes came.
    ///
    /// @return false when they may not, and nothing has changed
    /// @throws GrammarException when the grammar is too expensive to follow
    public boolean accept(byte[] bytes) {
        budget.earn();
        State next = after(bytes);
        MemberScan scanned = scan == null ? null : scan.after(bytes);
        if (next.isDead() || (scan != null && scanned == null)) {
            return false;
        }
        state = next;
        scan = scanned;
        return true;
    }

    /// True when the output may end here.
    public boolean isComplete() {
        return state.isComplete();
    }

    /// True when the output must end here: nothing may follow.
    public boolean isFinished() {
        return state.isComplete() && state.places().isEmpty();
    }

    /// Another output at the same place.
    public GrammarState copy() {
        return new GrammarState(states, budget.copy(), state, scan);
    }

    /// The tokens that may come next. Shared: not to be changed.
    BitSet allowed(TokenTrie trie) {
        TokenMask known = state.mask(trie);
        if (known == null) {
            known = new TokenMask(trie, trie.allowed(states, state, budget));
            states.remember(state, known);
        }
        return scan == null ? known.tokens() : trie.distinct(known.tokens(), scan);
    }

    /// The place in the grammar, for comparing.
    State place() {
        return state;
    }

    private State after(byte[] bytes) {
        State at = state;
        for (byte b : bytes) {
            at = states.step(at, b, budget);
            if (at.isDead()) {
                break;
            }
        }
        return at;
    }
}
