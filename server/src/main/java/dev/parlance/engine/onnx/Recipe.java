package dev.parlance.engine.onnx;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a model's files say about how its vectors or scores are made.
///
/// @param ranks true for a cross-encoder, which reads a query and a document together and scores
/// @param pooling how the vectors of tokens become one
/// @param normalized true when vectors get length 1 whatever the request says
/// @param maxTokens the most tokens of one text, special ones included
/// @param lowerCase true when texts are put in lower case first
/// @param prompts what texts of a kind begin with, by the kind's name
/// @param usualPrompt the kind of a text of which nothing is said; `null` for none
/// @param matryoshka true when the model was trained so that the first dimensions stand by
///   themselves
record Recipe(
        boolean ranks,
        Pooling pooling,
        boolean normalized,
        int maxTokens,
        boolean lowerCase,
        Map<String, String> prompts,
        @Nullable String usualPrompt,
        boolean matryoshka) {
    Recipe {
        prompts = Map.copyOf(prompts);
    }

    /// A sentence-transformer without anything special.
    static Recipe usual(int maxTokens) {
        return new Recipe(false, Pooling.MEAN, true, maxTokens, false, Map.of(), null, false);
    }
}
