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
