package dev.parlance.core.embedding;

import dev.parlance.core.model.ModelId;
import dev.parlance.core.usage.Usage;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The documents of a request in order, best first.
public record RerankResult(ModelId responseModel, List<Score> scores, Usage usage) {
    private static final Comparator<Score> ORDER =
            Comparator.comparingDouble(Score::relevance).reversed().thenComparingInt(Score::index);

    public RerankResult {
        scores = List.copyOf(scores);
    }

    /// One document's place.
    ///
    /// @param index of the document in the request, from 0
    /// @param relevance 0 to 1, more is better
    public record Score(int index, double relevance) {
        /// The score of a document whose vector has this cosine with the query's: half of what it
        /// is above -1.
        public static Score ofCosine(int index, double cosine) {
            return new Score(index, (1 + cosine) / 2);
        }
    }

    /// The best of these, best first; of equals the earlier document.
    public static RerankResult of(
            ModelId model, List<Score> scores, @Nullable Integer topN, Usage usage) {
        long kept = topN == null ? scores.size() : topN;
        return new RerankResult(model, scores.stream().sorted(ORDER).limit(kept).toList(), usage);
    }
}
