package dev.parlance.engine.llama.ffm;

import java.util.Arrays;

/// The likeliest of many candidates, found without sorting all: a count of the logits by how far
/// they are below the greatest shows which part to sort.
final class Ranking {
    // How many parts, and how many of them for one unit of logit.
    private static final int BUCKETS = 1024;
    private static final float RESOLUTION = 32;

    private final int[] buckets = new int[BUCKETS];
    // A logit in the upper half, a token in the lower one.
    private long[] keys = {};

    /// Ranks at least the `wanted` likeliest candidates.
    ///
    /// @param rest true to note the others behind them
    /// @return how many are ranked, from 0
    int rank(Candidates candidates, float greatest, int wanted, boolean rest) {
        int size = candidates.size();
        int last = lastBucket(candidates, greatest, wanted);
        keys = keys.length < size ? new long[Candidates.room(size)] : keys;
        int front = 0;
        int back = size;
        for (int i = 0; i < size; i++) {
            float logit = candidates.logit(i);
            if (bucket(greatest, logit) <= last) {
                // Descending logits, then ascending ids.
                keys[front++] = (descending(logit) << 32) | candidates.id(i);
            } else if (rest) {
                keys[--back] = ((long) Float.floatToRawIntBits(logit) << 32) | candidates.id(i);
            }
        }
        Arrays.sort(keys, 0, front);
        return front;
    }

    /// The token at a place.
    int id(int place) {
        return (int) keys[place];
    }

    /// The logit at a place that is ranked.
    float logit(int place) {
        int bits = (int) ~(keys[place] >> 32);
        return Float.intBitsToFloat(ordered(bits));
    }

    /// The logit at a place behind those that are ranked.
    float restLogit(int place) {
        return Float.intBitsToFloat((int) (keys[place] >> 32));
    }

    /// The bucket up to which there are at least `wanted` candidates.
    private int lastBucket(Candidates candidates, float greatest, int wanted) {
        Arrays.fill(buckets, 0);
        for (int i = 0; i < candidates.size(); i++) {
            buckets[bucket(greatest, candidates.logit(i))]++;
        }
        int last = 0;
        for (int found = buckets[0]; found < wanted; found += buckets[last]) {
            last++;
        }
        return last;
    }

    private static int bucket(float greatest, float logit) {
        return logit == greatest
                ? 0
                : (int) Math.min((greatest - logit) * RESOLUTION, BUCKETS - 1f);
    }

    /// A number that falls when the float rises, the same for both zeros.
    private static long descending(float value) {
        return ~(long) ordered(Float.floatToIntBits(value + 0.0f));
    }

    /// From the bits of a float to a number that rises with it, and back.
    private static int ordered(int bits) {
        return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
    }
}
