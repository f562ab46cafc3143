package dev.parlance.core.embedding;

import java.util.Arrays;

/// One vector, of Euclidean length 1 unless the model says otherwise. Compared by content.
@SuppressWarnings("ArrayRecordComponent") // cloned on the way in and out, compared by content
public record Embedding(float[] values) {
    public Embedding {
        values = values.clone();
    }

    @Override
    public float[] values() {
        return values.clone();
    }

    /// The cosine of the angle to a vector of the same length, -1 to 1; 0 to a zero vector.
    public double cosine(Embedding other) {
        double product = 0;
        double mine = 0;
        double theirs = 0;
        for (int i = 0; i < values.length; i++) {
            product += (double) values[i] * other.values[i];
            mine += (double) values[i] * values[i];
            theirs += (double) other.values[i] * other.values[i];
        }
        double lengths = Math.sqrt(mine) * Math.sqrt(theirs);
        return lengths == 0 ? 0 : Math.clamp(product / lengths, -1, 1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Embedding(float[] theirs) && Arrays.equals(values, theirs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Embedding[" + values.length + " dimensions]";
    }
}
