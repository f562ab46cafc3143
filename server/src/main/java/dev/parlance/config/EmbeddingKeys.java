package dev.parlance.config;

import dev.parlance.config.ValueType.Choice;
import dev.parlance.config.ValueType.FilePath;
import dev.parlance.config.ValueType.Text;
import dev.parlance.config.ValueType.Whole;
import java.util.List;

/// The part of the table that is about embeddings and reranking.
final class EmbeddingKeys {
    private EmbeddingKeys() {}

    static List<Key> all() {
        return List.of(
                Key.of(
                                "embeddings.model",
                                new Text(),
                                null,
                                "The model that embeds for requests that name none, 'default' or"
                                        + " one of OpenAI's: an id, an alias or a folder with an"
                                        + " ONNX model; the built-in one when absent.")
                        .withAlias("OPENEDAI_EMBEDDING_MODEL"),
                Key.of(
                        "embeddings.reranker",
                        new Text(),
                        null,
                        "The model that reranks for requests that name none or 'default'; the one"
                                + " that embeds, by similarity, when absent."),
                Key.of(
                                "embeddings.device",
                                new Choice(List.of("cpu", "cuda", "auto")),
                                "cpu",
                                "What computes ONNX models; auto is CUDA where it is there.")
                        .withAlias("OPENEDAI_EMBEDDING_DEVICE"),
                Key.of(
                        "embeddings.runtime",
                        new FilePath(),
                        null,
                        "A folder with the shared libraries of another build of ONNX Runtime, such"
                                + " as one with CUDA."),
                Key.of(
                        "embeddings.threads",
                        new Whole(0, 1024),
                        "0",
                        "Processor threads per loaded ONNX model; 0 takes all."));
    }
}
