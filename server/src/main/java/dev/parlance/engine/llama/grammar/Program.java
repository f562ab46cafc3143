package dev.parlance.engine.llama.grammar;

import java.util.BitSet;
import java.util.List;

/// A compiled grammar: nodes, and for each rule its first node. Immutable, thread-safe.
///
/// @param nodes number 0 is the only [Node.Accept]
/// @param starts for each rule its first node
/// @param root the rule that outputs begin with
/// @param productive nodes from which the end of their rule can be reached; the others are never
///   entered, so that every output can be completed
/// @param nullable rules that the empty text satisfies
/// @param byteClass for each byte its class: bytes of one class are told apart by no arc
/// @param classes how many classes there are
/// @param comparesNames true when the names of members of one object must be kept apart
@SuppressWarnings("ArrayRecordComponent") // never written to after compilation
record Program(
        List<Node> nodes,
        int[] starts,
        int root,
        BitSet productive,
        BitSet nullable,
        byte[] byteClass,
        int classes,
        boolean comparesNames,
        GrammarLimits limits) {
    static final int ACCEPT = 0;

    int classOf(byte b) {
        return byteClass[b & 0xff] & 0xff;
    }
}
