package dev.parlance.core.embedding;

import dev.parlance.core.model.ModelId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Documents to put in order of how well they answer a query.
///
/// @param model the model's name as the caller wrote it
/// @param query what is asked, not empty
/// @param documents at least one
/// @param topN how many of the best to give, at least 1; `null` for all
/// @param truncation what becomes of a query and document that do not fit together
/// @param maxTokens the most tokens of a document, at least 1; `null` for what the model takes
public record RerankRequest(
        ModelId model,
        String query,
        List<String> documents,
        @Nullable Integer topN,
        Truncation truncation,
        @Nullable Integer maxTokens) {
    public RerankRequest {
        documents = List.copyOf(documents);
        if (documents.isEmpty()) {
            throw new IllegalArgumentException("there is at least one document");
        }
        if (topN != null && topN < 1) {
            throw new IllegalArgumentException("at least one document is given, not " + topN);
        }
    }

    /// A request for all of these documents, none of which may be too long.
    public static RerankRequest of(ModelId model, String query, List<String> documents) {
        return new RerankRequest(model, query, documents, null, Truncation.NONE, null);
    }
}
