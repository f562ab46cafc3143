package dev.parlance.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How texts are embedded and reranked.
///
/// @param model an id, an alias or a folder; `null` for the built-in one
/// @param reranker an id, an alias or a folder; `null` for the embedding model
/// @param device `cpu`, `cuda` or `auto`
/// @param runtime a folder with ONNX Runtime's libraries; `null` for those that come along
/// @param threads of one model; 0 for all processors
public record EmbeddingsConfig(
        @Nullable String model,
        @Nullable String reranker,
        String device,
        @Nullable Path runtime,
        int threads) {
    static EmbeddingsConfig read(Settings settings) {
        return new EmbeddingsConfig(
                settings.find("embeddings.model", String.class),
                settings.find("embeddings.reranker", String.class),
                settings.text("embeddings.device"),
                settings.find("embeddings.runtime", Path.class),
                settings.number("embeddings.threads"));
    }
}
