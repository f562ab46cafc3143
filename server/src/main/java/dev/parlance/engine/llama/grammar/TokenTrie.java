package dev.parlance.engine.llama.grammar;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// One model's tokens as a trie of bytes: shared by all outputs of the model, immutable,
/// thread-safe.
///
/// Nodes lie in an array in the order of a walk through the trie, each with the place where the
/// walk goes on if what lies below is to be passed over.
public final class TokenTrie {
    private static final byte[] NO_BYTES = {};

    private final int tokenCount;
    private final BitSet ends;
    private final byte[][] pieces;
    // Tokens with text, in the order of their bytes.
    private final int[] sorted;
    // Those that have a quote in them, which may end the name of a member.
    private final int[] quoting;
    private final byte[] label;
    private final int[] depth;
    private final int[] after;
    private final int[] tokensUpTo;
    private final int deepest;

    private TokenTrie(byte[][] pieces, BitSet ends) {
        this.tokenCount = pieces.length;
        this.pieces = pieces;
        this.ends = ends;
        this.sorted =
                IntStream.range(0, tokenCount)
                        .filter(token -> pieces[token].length > 0)
                        .boxed()
                        .sorted((a, b) -> Arrays.compareUnsigned(pieces[a], pieces[b]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        this.quoting = IntStream.of(sorted).filter(token -> contains(pieces[token], '"')).toArray();
        int nodes = 0;
        int longest = 0;
        for (int i = 0; i < sorted.length; i++) {
            byte[] piece = pieces[sorted[i]];
            nodes += piece.length - shared(i);
            longest = Math.max(longest, piece.length);
        }
        this.deepest = longest;
        this.label = new byte[nodes];
        this.depth = new int[nodes];
        this.after = new int[nodes];
        this.tokensUpTo = new int[nodes];
        link();
    }

    /// @param count of the model's tokens
    /// @param pieces for each token the bytes that it adds to an output
    /// @param control tokens that are never part of a constrained output
    /// @param endOfGeneration tokens that end an output
    public static TokenTrie of(
            int count,
            IntFunction<byte[]> pieces,
            IntPredicate control,
            IntPredicate endOfGeneration) {
        byte[][] all = new byte[count][];
        BitSet ends = new BitSet(count);
        for (int token = 0; token < count; token++) {
            boolean end = endOfGeneration.test(token);
            ends.set(token, end);
            all[token] = end || control.test(token) ? NO_BYTES : pieces.apply(token).clone();
        }
        return new TokenTrie(all, ends);
    }

    private static boolean contains(byte[] piece, char c) {
        for (byte b : piece) {
            if (b == c) {
                return true;
            }
        }
        return false;
    }

    /// The tokens among these that do not repeat the name of a member.
    BitSet distinct(BitSet tokens, MemberScan scan) {
        BitSet repeating = new BitSet();
        for (int token : quoting) {
            if (tokens.get(token) && scan.after(pieces[token]) == null) {
                repeating.set(token);
            }
        }
        if (repeating.isEmpty()) {
            return tokens;
        }
        BitSet distinct = (BitSet) tokens.clone();
        distinct.andNot(repeating);
        return distinct;
    }

    private int shared(int place) {
        if (place == 0) {
            return 0;
        }
        byte[] before = pieces[sorted[place - 1]];
        byte[] piece = pieces[sorted[place]];
        int mismatch = Arrays.mismatch(before, piece);
        return mismatch < 0 ? piece.length : mismatch;
    }

    private void link() {
        int[] path = new int[deepest + 1];
        int open = 0;
        int node = 0;
        for (int i = 0; i < sorted.length; i++) {
            byte[] piece = pieces[sorted[i]];
            int common = shared(i);
            while (open > common) {
                after[path[--open]] = node;
            }
            for (; open < piece.length; open++) {
                label[node] = piece[open];
                depth[node] = open;
                tokensUpTo[node] = i;
                path[open] = node++;
            }
            tokensUpTo[path[open - 1]] = i + 1;
        }
        while (open > 0) {
            after[path[--open]] = node;
        }
    }

    /// The number of the model's tokens.
    public int tokenCount() {
        return tokenCount;
    }

    /// True for a token that ends an output.
    boolean ends(int token) {
        return ends.get(token);
    }

    /// The tokens that end an output.
    BitSet ends() {
        return (BitSet) ends.clone();
    }

    /// The bytes of a token; none when it is never part of a constrained output. Not to be written
    /// to.
    byte[] piece(int token) {
        return pieces[token];
    }

    /// The tokens whose bytes may come after this state, and the ends if it is complete.
    BitSet allowed(States states, State from, Budget budget) {
        BitSet allowed = new BitSet(tokenCount);
        if (from.isComplete()) {
            allowed.or(ends);
        }
        State[] path = new State[deepest + 1];
        path[0] = from;
        int node = 0;
        while (node < label.length) {
            int at = depth[node];
            State next = states.step(path[at], label[node], budget);
            if (next.isDead()) {
                node = after[node];
                continue;
            }
            path[at + 1] = next;
            int first = node == 0 ? 0 : tokensBefore(node);
            for (int i = first; i < tokensUpTo[node]; i++) {
                allowed.set(sorted[i]);
            }
            node++;
        }
        return allowed;
    }

    private int tokensBefore(int node) {
        // The node before in the walk is an ancestor or lies in what came before.
        return tokensUpTo[node - 1];
    }
}
