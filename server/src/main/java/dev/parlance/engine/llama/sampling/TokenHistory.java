package dev.parlance.engine.llama.sampling;

import java.util.Arrays;

/// The tokens of one output so far, its prompt included, for the samplers that look back.
final class TokenHistory {
    private int[] tokens = new int[64];
    private int size;

    void add(int token) {
        if (size == tokens.length) {
            tokens = Arrays.copyOf(tokens, size * 2);
        }
        tokens[size++] = token;
    }

    int size() {
        return size;
    }

    /// The token this many places before the end; 0 is the last one.
    int back(int places) {
        return tokens[size - 1 - places];
    }

    int get(int index) {
        return tokens[index];
    }
}
