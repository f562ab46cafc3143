package dev.parlance.engine.llama.sampling;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The places that a repetition does not reach across, for DRY: tokens that contain a breaker's
/// text, and tokens that begin one with the tokens that go on with it. Immutable.
public final class DryBreakers {
    /// No such places.
    public static final DryBreakers NONE = new DryBreakers(Map.of());

    // For each token that begins a breaker: the tokens that must follow it, none for a whole one.
    private final Map<Integer, List<List<Integer>>> tails;

    /// @param tails for each token that begins a breaker, what may follow to complete it
    DryBreakers(Map<Integer, List<List<Integer>>> tails) {
        Map<Integer, List<List<Integer>>> copy = new HashMap<>();
        tails.forEach((head, ends) -> copy.put(head, ends.stream().map(List::copyOf).toList()));
        this.tails = Map.copyOf(copy);
    }

    /// True for a token that is a breaker alone.
    boolean isWhole(int token) {
        return tails.getOrDefault(token, List.of()).contains(List.of());
    }

    /// How many tokens came after the last breaker among the last `window`; `window` for none.
    int since(TokenHistory history, int window) {
        for (int back = 0; back < window; back++) {
            int longest = -1;
            for (List<Integer> tail : tails.getOrDefault(history.back(back), List.of())) {
                if (tail.size() > longest && follows(history, back, tail)) {
                    longest = tail.size();
                }
            }
            if (longest >= 0) {
                return back - longest;
            }
        }
        return window;
    }

    private static boolean follows(TokenHistory history, int head, List<Integer> tail) {
        if (tail.size() > head) {
            return false;
        }
        for (int i = 0; i < tail.size(); i++) {
            if (history.back(head - 1 - i) != tail.get(i)) {
                return false;
            }
        }
        return true;
    }
}
