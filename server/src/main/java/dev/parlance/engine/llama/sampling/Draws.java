package dev.parlance.engine.llama.sampling;

/// Uniform random numbers from a seed, the same on every machine and Java version.
///
/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014): a counter
/// with an odd stride, each value of it scrambled.
final class Draws {
    private static final long STRIDE = 0x9e37_79b9_7f4a_7c15L;

    private long state;

    Draws(long seed) {
        // Scrambled first, because the seeds of one request's choices are neighbours.
        state = scrambled(seed);
    }

    /// At least 0 and below 1, in steps of 2^-53.
    double next() {
        state += STRIDE;
        return (scrambled(state) >>> 11) * 0x1p-53;
    }

    private static long scrambled(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ (mixed >>> 31);
    }
}
