package dev.parlance.core.moderation;

import dev.parlance.core.model.ModelId;
import dev.parlance.core.usage.Usage;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What was found in the texts of a request, in their order.
public record ModerationResult(ModelId responseModel, List<Verdict> verdicts, Usage usage) {
    public ModerationResult {
        verdicts = List.copyOf(verdicts);
    }

    /// What was found in one text.
    ///
    /// @param scores for every category 0 to 1: how much speaks for it, not a probability
    /// @param flagged the categories that were found
    public record Verdict(Map<ModerationCategory, Double> scores, Set<ModerationCategory> flagged) {
        public Verdict {
            scores = Map.copyOf(scores);
            flagged = Set.copyOf(flagged);
            if (!scores.keySet().equals(EnumSet.allOf(ModerationCategory.class))) {
                throw new IllegalArgumentException("every category has a score");
            }
        }

        /// The score of this category.
        public double score(ModerationCategory category) {
            return scores.getOrDefault(category, 0.0);
        }
    }
}
