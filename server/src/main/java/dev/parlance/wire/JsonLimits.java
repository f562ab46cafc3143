package dev.parlance.wire;

/// How large a JSON text from outside may be.
///
/// @param maxBytes of the whole text
/// @param maxDepth how deeply objects and arrays nest, at most [#DEEPEST]
/// @param maxStringLength of one string or key, in UTF-16 code units
/// @param maxNumberLength of one number, in characters
/// @param maxElements how many values in all, containers included
public record JsonLimits(
        long maxBytes, int maxDepth, int maxStringLength, int maxNumberLength, int maxElements) {
    /// The deepest nesting that can be configured: reading recurses.
    public static final int DEEPEST = 512;

    /// The largest power of ten that a number may be written with; keeps arithmetic on it cheap.
    public static final int MAX_EXPONENT = 9999;

    /// For request bodies: 32 MiB, 64 levels, strings up to the whole body, a million values.
    public static final JsonLimits DEFAULT =
            new JsonLimits(32L << 20, 64, 32 << 20, 1000, 1_000_000);

    public JsonLimits {
        if (maxBytes < 1
                || maxDepth < 1
                || maxDepth > DEEPEST
                || maxStringLength < 1
                || maxNumberLength < 1
                || maxElements < 1) {
            throw new IllegalArgumentException(
                    "limits are at least 1, and the depth at most " + DEEPEST);
        }
    }

    /// A copy with another limit of bytes, which also bounds strings.
    public JsonLimits withMaxBytes(long bytes) {
        return new JsonLimits(
                bytes,
                maxDepth,
                (int) Math.min(bytes, Integer.MAX_VALUE),
                maxNumberLength,
                maxElements);
    }

    /// A copy with another limit of depth.
    public JsonLimits withMaxDepth(int depth) {
        return new JsonLimits(maxBytes, depth, maxStringLength, maxNumberLength, maxElements);
    }
}
