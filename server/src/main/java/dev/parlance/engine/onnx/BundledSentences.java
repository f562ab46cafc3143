package dev.parlance.engine.onnx;

import dev.parlance.core.model.ModelId;
import dev.parlance.engine.onnx.ModelFiles.Place;
import java.time.Instant;

/// The embedding model that comes along: all-MiniLM-L6-v2, its weights in 8 bits.
///
/// The sentence-transformers project cuts texts at 256 tokens by default and trained on 128; the
/// network itself takes 512, which is the limit here.
final class BundledSentences {
    static final ModelId ID = new ModelId("all-minilm-l6-v2");

    private static final String RESOURCE = "/all-minilm-l6-v2-q";
    private static final int MAX_TOKENS = 512;
    // The day on which the original was published.
    private static final Instant PUBLISHED = Instant.parse("2021-08-30T00:00:00Z");

    private BundledSentences() {}

    static ModelFiles files() {
        return new ModelFiles(
                ID,
                new Place.InJar(RESOURCE + ".onnx"),
                new Place.InJar(RESOURCE + "-tokenizer.json"),
                "sentence-transformers",
                PUBLISHED,
                Recipe.usual(MAX_TOKENS));
    }
}
