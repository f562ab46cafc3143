package dev.parlance.engine.llama.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The tokens of a loaded model. Thread-safe; usable until the model is closed.
///
/// Call [#tokenize] on a thread with a large stack: some tokenizers match regular expressions
/// recursively.
public final class Vocabulary {
    private static final int PIECE_BYTES = 256;

    private final ModelCalls calls;
    private final MemorySegment vocab;
    private final int size;
    private volatile boolean closed;

    Vocabulary(ModelCalls calls, MemorySegment vocab) {
        this.calls = calls;
        this.vocab = vocab;
        this.size = calls.tokenCount(vocab);
    }

    /// The number of tokens; ids are 0 to one less.
    public int size() {
        return size;
    }

    /// The beginning-of-text token, or -1.
    public int bos() {
        return calls.bos(open());
    }

    /// The end-of-text token, or -1.
    public int eos() {
        return calls.eos(open());
    }

    /// What a token for filling gaps marks.
    public enum Gap {
        /// The text before the gap.
        PREFIX("llama_vocab_fim_pre"),
        /// The text after the gap.
        SUFFIX("llama_vocab_fim_suf"),
        /// The filling.
        MIDDLE("llama_vocab_fim_mid"),
        /// Another file.
        FILE("llama_vocab_fim_sep");

        private final String function;

        Gap(String function) {
            this.function = function;
        }

        String function() {
            return function;
        }
    }

    /// The token that marks this, or -1.
    public int gap(Gap gap) {
        return calls.gap(open(), gap);
    }

    /// True when texts begin with [#bos].
    public boolean addsBos() {
        return calls.addBos(open());
    }

    /// True for a token that ends the model's turn.
    public boolean isEndOfGeneration(int token) {
        return calls.isEndOfGeneration(open(), checked(token));
    }

    /// True for a token that has no text of its own, such as a turn marker.
    public boolean isControl(int token) {
        return calls.isControl(open(), checked(token));
    }

    /// The tokens of this text.
    ///
    /// @param addSpecial true to add what the model wants around a text, such as [#bos]
    /// @param parseSpecial true to read `<|im_end|>` and the like as the tokens they name
    public int[] tokenize(String text, boolean addSpecial, boolean parseSpecial) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            int capacity = Math.addExact(bytes.length, 16);
            while (true) {
                MemorySegment out = arena.allocate(ValueLayout.JAVA_INT, capacity);
                int count =
                        calls.tokenize(
                                open(), in, bytes.length, out, capacity, addSpecial, parseSpecial);
                if (count >= 0) {
                    return out.asSlice(0, count * 4L).toArray(ValueLayout.JAVA_INT);
                }
                if (count == Integer.MIN_VALUE || -count <= capacity) {
                    throw new NativeException("The text could not be split into tokens.");
                }
                capacity = -count;
            }
        }
    }

    /// The bytes that this token stands for.
    ///
    /// @param special true to show control tokens as their names, false to show nothing for them
    public byte[] piece(int token, boolean special) {
        checked(token);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(PIECE_BYTES);
            int count = calls.tokenToPiece(open(), token, out, PIECE_BYTES, special);
            if (count < 0) {
                int needed = -count;
                out = arena.allocate(needed);
                count = calls.tokenToPiece(open(), token, out, needed, special);
            }
            return Arrays.copyOf(out.toArray(ValueLayout.JAVA_BYTE), Math.max(0, count));
        }
    }

    void close() {
        closed = true;
    }

    private MemorySegment open() {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
        return vocab;
    }

    private int checked(int token) {
        if (token < 0 || token >= size) {
            throw new IllegalArgumentException(
                    "token id " + token + " is not from 0 to " + (size - 1));
        }
        return token;
    }
}
