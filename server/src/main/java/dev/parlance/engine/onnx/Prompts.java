package dev.parlance.engine.onnx;

import java.util.List;
import java.util.Map;

/// What a model wants texts to begin with, by what they are for. Models name the kinds as they
/// like.
final class Prompts {
    static final String QUERY = "query";
    static final String DOCUMENT = "document";

    private static final Map<String, List<String>> NAMES =
            Map.of(
                    QUERY,
                    List.of("query", "search_query", "web_search_query", "retrieval.query"),
                    DOCUMENT,
                    List.of("document", "passage", "search_document", "retrieval.passage"));

    private Prompts() {}

    /// True when this is a kind that every model can be asked for.
    static boolean isKnown(String kind) {
        return NAMES.containsKey(kind);
    }

    /// What texts of this kind begin with; empty when the model wants nothing there.
    static String of(Recipe recipe, String kind) {
        for (String name : NAMES.getOrDefault(kind, List.of(kind))) {
            String prompt = recipe.prompts().get(name);
            if (prompt != null) {
                return prompt;
            }
        }
        return usual(recipe);
    }

    /// What texts begin with of which nothing is said.
    static String usual(Recipe recipe) {
        String name = recipe.usualPrompt();
        return name == null ? "" : recipe.prompts().getOrDefault(name, "");
    }
}
