package dev.parlance.engine.llama.sampling;

import dev.parlance.engine.llama.ffm.Candidates;
import java.util.Arrays;

/// How often each token occurs among the last ones of a history: open addressing, because it is
/// asked and changed for every token drawn.
final class Counts {
    private static final int FREE = -1;

    /// What a penalty makes of a logit.
    @FunctionalInterface
    interface Change {
        float of(float logit, int count);
    }

    private final int window;
    private final TokenHistory history;
    private int[] tokens = filled(64);
    private int[] counts = new int[64];
    private int used;
    // The part of the history that was taken in.
    private int first = -1;
    private int seen;

    Counts(TokenHistory history, int window) {
        this.history = history;
        this.window = window;
    }

    /// Changes the logits of the candidates that occur.
    void apply(Candidates candidates, Change change) {
        catchUp();
        if (candidates.isDense()) {
            for (int i = 0; i < tokens.length; i++) {
                if (tokens[i] != FREE && counts[i] > 0) {
                    float logit = candidates.logit(tokens[i]);
                    candidates.setLogit(tokens[i], change.of(logit, counts[i]));
                }
            }
            return;
        }
        for (int i = 0; i < candidates.size(); i++) {
            int count = counts[slot(candidates.id(i))];
            if (count > 0) {
                candidates.setLogit(i, change.of(candidates.logit(i), count));
            }
        }
    }

    private void catchUp() {
        if (first < 0) {
            first = Math.max(0, history.size() - window);
            seen = first;
        }
        while (seen < history.size()) {
            change(history.get(seen), 1);
            if (seen - window >= first) {
                change(history.get(seen - window), -1);
            }
            seen++;
        }
    }

    private void change(int token, int by) {
        int slot = slot(token);
        if (tokens[slot] == FREE) {
            tokens[slot] = token;
            used++;
        }
        counts[slot] += by;
        if (used * 2 > tokens.length) {
            rebuild();
        }
    }

    private void rebuild() {
        int[] oldTokens = tokens;
        int[] oldCounts = counts;
        int live = 0;
        for (int count : oldCounts) {
            live += count > 0 ? 1 : 0;
        }
        // Those that left the window do not move along.
        tokens = filled(Integer.highestOneBit(Math.max(16, live)) * 8);
        counts = new int[tokens.length];
        used = 0;
        for (int i = 0; i < oldTokens.length; i++) {
            if (oldTokens[i] != FREE && oldCounts[i] > 0) {
                int slot = slot(oldTokens[i]);
                tokens[slot] = oldTokens[i];
                counts[slot] = oldCounts[i];
                used++;
            }
        }
    }

    private int slot(int token) {
        int mask = tokens.length - 1;
        int slot = ((token * 0x9e37_79b9) >>> 7) & mask;
        while (tokens[slot] != FREE && tokens[slot] != token) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static int[] filled(int length) {
        int[] array = new int[length];
        Arrays.fill(array, FREE);
        return array;
    }
}
