package dev.parlance.engine.llama;

import java.util.Arrays;

/// One sequence of a context and the tokens that the context holds for it: active while a choice is
/// generated in it, else idle and there to be reused. Changed by its prefix cache alone.
final class HeldSequence {
    private final int number;
    private final CellCount count;
    private int[] tokens = new int[64];
    private int[] cells = new int[64];
    private int length;
    private String owner = "";
    private boolean active;
    private long lastUsed;

    /// @param number of the sequence in the context
    HeldSequence(int number, CellCount count) {
        this.number = number;
        this.count = count;
    }

    int number() {
        return number;
    }

    /// Tokens that are held.
    int length() {
        return length;
    }

    /// The caller whose tokens these are.
    String owner() {
        return owner;
    }

    boolean isActive() {
        return active;
    }

    /// A number that grows with each use.
    long lastUsed() {
        return lastUsed;
    }

    void activate(String newOwner) {
        active = true;
        owner = newOwner;
    }

    void rest(long now) {
        active = false;
        lastUsed = now;
    }

    /// How many tokens this one and a prompt have in common at their beginnings.
    int common(int[] prompt, int most) {
        int end = Math.min(length, most);
        int at = Arrays.mismatch(tokens, 0, end, prompt, 0, end);
        return at < 0 ? end : at;
    }

    /// True when these are the first tokens of the other.
    boolean begins(HeldSequence other) {
        return length <= other.length && common(other.tokens, length) == length;
    }

    void append(int token) {
        add(token, count.take());
    }

    /// Takes over the tokens of another from its own length on.
    void share(HeldSequence source, int to) {
        for (int i = length; i < to; i++) {
            count.share(source.cells[i]);
            add(source.tokens[i], source.cells[i]);
        }
    }

    private void add(int token, int cell) {
        if (length == tokens.length) {
            tokens = Arrays.copyOf(tokens, length * 2);
            cells = Arrays.copyOf(cells, length * 2);
        }
        tokens[length] = token;
        cells[length++] = cell;
    }

    void truncate(int to) {
        while (length > to) {
            count.release(cells[--length]);
        }
    }

    @Override
    public String toString() {
        return "sequence " + number + " of " + length + (active ? " tokens" : " idle tokens");
    }
}
