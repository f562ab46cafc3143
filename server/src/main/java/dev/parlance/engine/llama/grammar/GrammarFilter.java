package dev.parlance.engine.llama.grammar;

import dev.parlance.engine.llama.ffm.TokenFilter;
import java.util.BitSet;

/// The tokens that a grammar allows in one output of one model.
///
/// Control tokens are never allowed, tokens that end the generation exactly when the output
/// satisfies the grammar. Its methods throw [GrammarException] when the grammar is too expensive to
/// follow, [#allowed] also when nothing may come next: the output is nested too deeply, or the
/// model has no token for what the grammar wants.
public final class GrammarFilter implements TokenFilter {
    private final TokenTrie trie;
    private final GrammarState state;

    /// The filter of a new output.
    public GrammarFilter(Grammar grammar, TokenTrie trie) {
        this.trie = trie;
        this.state = grammar.start();
    }

    @Override
    public boolean allows(int token) {
        if (trie.ends(token)) {
            return state.isComplete();
        }
        byte[] piece = trie.piece(token);
        return piece.length > 0 && state.allows(piece);
    }

    @Override
    public BitSet allowed() {
        BitSet allowed = state.allowed(trie);
        if (allowed.isEmpty()) {
            throw new GrammarException(
                    state.isComplete()
                            ? "The output is complete, but the model has no token that ends it."
                            : "The output cannot go on: it is nested too deeply, or the model has"
                                    + " no token for what the grammar wants next.");
        }
        return allowed;
    }

    @Override
    public void accept(int token) {
        if (!trie.ends(token) && !state.accept(trie.piece(token))) {
            throw new IllegalStateException("the token " + token + " was not allowed");
        }
    }

    /// True when the output must end here: only tokens that end the generation are allowed.
    public boolean isFinished() {
        return state.isFinished();
    }
}
