package dev.parlance.engine.llama;

import dev.parlance.engine.llama.ffm.TokenFilter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntFunction;

/// A filter that lets a model finish the thought that its prompt began, and holds from its end on.
///
/// While the model thinks, anything may come but what ends the reply. For one thread.
final class AfterThought implements TokenFilter {
    private final TokenFilter inner;
    private final byte[] close;
    private final IntFunction<byte[]> pieces;
    private final BitSet thinking;
    // The last bytes of the thought, fewer than `close` has.
    private byte[] recent = {};
    private boolean over;

    /// @param inner what comes after the thought follows
    /// @param close what ends the thought
    /// @param pieces the bytes of each token
    /// @param thinking the tokens that may be part of a thought
    AfterThought(TokenFilter inner, String close, IntFunction<byte[]> pieces, BitSet thinking) {
        this.inner = inner;
        this.close = close.getBytes(StandardCharsets.UTF_8);
        this.pieces = pieces;
        this.thinking = thinking;
    }

    @Override
    public boolean allows(int token) {
        return over ? inner.allows(token) : thinking.get(token);
    }

    @Override
    public BitSet allowed() {
        return over ? inner.allowed() : thinking;
    }

    @Override
    public void accept(int token) {
        if (over) {
            inner.accept(token);
            return;
        }
        byte[] piece = pieces.apply(token);
        byte[] text = Arrays.copyOf(recent, recent.length + piece.length);
        System.arraycopy(piece, 0, text, recent.length, piece.length);
        over = contains(text);
        int keep = Math.min(text.length, close.length - 1);
        recent = Arrays.copyOfRange(text, text.length - keep, text.length);
    }

    private boolean contains(byte[] text) {
        for (int from = 0; from + close.length <= text.length; from++) {
            if (Arrays.equals(text, from, from + close.length, close, 0, close.length)) {
                return true;
            }
        }
        return false;
    }
}
