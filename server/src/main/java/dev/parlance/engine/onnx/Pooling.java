package dev.parlance.engine.onnx;

import java.nio.FloatBuffer;

/// How the vectors of a text's tokens become one.
enum Pooling {
    /// Their mean.
    MEAN,
    /// Their sum, divided by the square root of their number.
    MEAN_SQRT,
    /// Their mean, in which later tokens weigh more: the first 1, the second 2 and so on.
    WEIGHTED_MEAN,
    /// The greatest value of each dimension.
    MAX,
    /// The first token's.
    CLS,
    /// The last token's.
    LAST;

    /// The one vector.
    ///
    /// @param values the tokens' vectors, one after the other
    /// @param from where the first token's begins
    /// @param tokens how many there are, at least 1
    /// @param width of each
    float[] pool(FloatBuffer values, int from, int tokens, int width) {
        float[] vector = new float[width];
        for (int i = 0; i < width; i++) {
            vector[i] = (float) dimension(values, from + i, tokens, width);
        }
        return vector;
    }

    private double dimension(FloatBuffer values, int at, int tokens, int width) {
        return switch (this) {
            case CLS -> values.get(at);
            case LAST -> values.get(at + (tokens - 1) * width);
            case MAX -> {
                double most = values.get(at);
                for (int t = 1; t < tokens; t++) {
                    most = Math.max(most, values.get(at + t * width));
                }
                yield most;
            }
            case MEAN -> sum(values, at, tokens, width) / tokens;
            case MEAN_SQRT -> sum(values, at, tokens, width) / Math.sqrt(tokens);
            case WEIGHTED_MEAN -> {
                double sum = 0;
                for (int t = 0; t < tokens; t++) {
                    sum += (t + 1.0) * values.get(at + t * width);
                }
                yield sum / (tokens * (tokens + 1.0) / 2);
            }
        };
    }

    private static double sum(FloatBuffer values, int at, int tokens, int width) {
        double sum = 0;
        for (int t = 0; t < tokens; t++) {
            sum += values.get(at + t * width);
        }
        return sum;
    }
}
