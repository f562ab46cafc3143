package dev.parlance.engine.llama.grammar;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that the bytes so far can mean: a set of places in a grammar. States of one content
/// are one object as long as [States] remembers them.
///
/// Immutable but for what it remembers, which may be written and read without a lock: whoever reads
/// too little computes it again.
final class State {
    /// No text with these bytes at its beginning satisfies the grammar.
    static final State DEAD = new State(List.of(), false, 0);

    /// @param node a [Node.Arcs], which waits for a byte
    record Place(int node, Frame frame) {}

    private final List<Place> places;
    private final boolean complete;
    private final @Nullable State[] next;
    private volatile @Nullable TokenMask mask;

    /// @param complete true when the output may end here
    /// @param classes how many classes of bytes there are
    State(List<Place> places, boolean complete, int classes) {
        this.places = List.copyOf(places);
        this.complete = complete;
        this.next = new State[classes];
    }

    List<Place> places() {
        return places;
    }

    boolean isComplete() {
        return complete;
    }

    boolean isDead() {
        return this == DEAD;
    }

    /// The remembered state after a byte of this class, or null.
    @Nullable State next(int byteClass) {
        return next[byteClass];
    }

    void remember(int byteClass, State state) {
        next[byteClass] = state;
    }

    @Nullable TokenMask mask(TokenTrie trie) {
        TokenMask known = mask;
        return known != null && known.trie() == trie ? known : null;
    }

    void remember(TokenMask newMask) {
        mask = newMask;
    }

    void forget() {
        Arrays.fill(next, null);
        mask = null;
    }
}
