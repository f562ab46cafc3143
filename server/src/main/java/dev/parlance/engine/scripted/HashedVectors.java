package dev.parlance.engine.scripted;

import dev.parlance.core.embedding.Embedding;
import java.util.Locale;

/// Embeddings by feature hashing: each word adds its own fixed pattern, so that texts with the same
/// words are near each other and the same text always has the same vector. Short words and
/// punctuation, which most texts share, add less.
final class HashedVectors {
    private HashedVectors() {}

    /// The unit vector of this text.
    static Embedding of(String text, int dimensions) {
        double[] sum = new double[dimensions];
        for (String piece : PieceTokenizer.split(text)) {
            String word = piece.strip().toLowerCase(Locale.ROOT);
            if (!word.isEmpty()) {
                add(word, word.length() > 3 ? 1 : 0.25, sum);
            }
        }
        double square = 0;
        for (double value : sum) {
            square += value * value;
        }
        float[] values = new float[dimensions];
        if (square == 0) {
            values[0] = 1;
            return new Embedding(values);
        }
        double length = Math.sqrt(square);
        for (int i = 0; i < dimensions; i++) {
            values[i] = (float) (sum[i] / length);
        }
        return new Embedding(values);
    }

    private static void add(String word, double weight, double[] sum) {
        long state = word.hashCode() * 0x9E3779B97F4A7C15L;
        for (int i = 0; i < sum.length; i++) {
            // xorshift64*: cheap, and the same everywhere.
            state ^= state >>> 12;
            state ^= state << 25;
            state ^= state >>> 27;
            sum[i] += weight * (state * 0x2545F4914F6CDD1DL) / 0x1p63;
        }
    }
}
