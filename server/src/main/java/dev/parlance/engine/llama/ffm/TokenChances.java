package dev.parlance.engine.llama.ffm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// How likely a token was by the model's own logits, and which were the likeliest in its place.
///
/// @param logprob natural logarithm of the token's probability, at most 0
/// @param top the likeliest tokens, most likely first
public record TokenChances(double logprob, List<Chance> top) {
    /// One token and the natural logarithm of its probability.
    public record Chance(int token, double logprob) {}

    public TokenChances {
        top = List.copyOf(top);
    }

    static TokenChances of(MemorySegment logits, int token, int count) {
        int size = (int) (logits.byteSize() / 4);
        float greatest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            greatest = Math.max(greatest, at(logits, i));
        }
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += Math.exp((double) at(logits, i) - greatest);
        }
        double shift = greatest + Math.log(sum);
        List<Chance> top = new ArrayList<>();
        for (int likely : likeliest(logits, size, Math.min(count, size))) {
            top.add(new Chance(likely, Math.min(0, at(logits, likely) - shift)));
        }
        return new TokenChances(Math.min(0, at(logits, token) - shift), top);
    }

    private static List<Integer> likeliest(MemorySegment logits, int size, int count) {
        if (count == 0) {
            return List.of();
        }
        // Likelier first, and of equals the smaller id first.
        Comparator<Integer> order =
                Comparator.<Integer>comparingDouble(i -> -at(logits, i))
                        .thenComparing(Comparator.naturalOrder());
        PriorityQueue<Integer> kept = new PriorityQueue<>(order.reversed());
        float least = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            if (kept.size() < count) {
                kept.add(i);
            } else if (at(logits, i) > least) {
                kept.poll();
                kept.add(i);
            }
            if (kept.size() == count) {
                least = at(logits, kept.element());
            }
        }
        return kept.stream().sorted(order).toList();
    }

    private static float at(MemorySegment logits, int token) {
        return logits.getAtIndex(ValueLayout.JAVA_FLOAT, token);
    }
}
