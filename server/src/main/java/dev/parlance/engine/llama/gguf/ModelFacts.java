package dev.parlance.engine.llama.gguf;

import java.util.Optional;

/// What a checked GGUF file says about its model.
///
/// @param architecture such as `llama`
/// @param name the model's own name for itself, if it has one
/// @param trainedContext tokens of context it was trained for
/// @param embeddingLength numbers in one embedding
/// @param layers transformer blocks
/// @param tokens size of the vocabulary
/// @param fileBytes of all its files
/// @param causal false for encoders (BERT family), which embed and cannot generate
/// @param pooling how token embeddings become one, if the file says so
/// @param ranks true for a model that scores a query and a document, and embeds nothing
/// @param chatTemplate the Jinja template, if the file has one
public record ModelFacts(
        String architecture,
        Optional<String> name,
        int trainedContext,
        int embeddingLength,
        int layers,
        int tokens,
        long fileBytes,
        boolean causal,
        Optional<Pooling> pooling,
        boolean ranks,
        Optional<String> chatTemplate) {

    /// How the embeddings of a text's tokens become one.
    public enum Pooling {
        NONE,
        MEAN,
        FIRST,
        LAST,
        RANK
    }

    static ModelFacts of(GgufHeader header, int tokens, long fileBytes) {
        String prefix = header.architecture() + ".";
        return new ModelFacts(
                header.architecture(),
                header.text("general.name"),
                (int) header.trainedContext().orElseThrow(),
                (int) header.architectureWhole("embedding_length").orElseThrow(),
                (int) header.architectureWhole("block_count").orElseThrow(),
                tokens,
                fileBytes,
                header.bool(prefix + "attention.causal").orElse(true),
                header.architectureWhole("pooling_type").stream()
                        .mapToObj(type -> Pooling.values()[(int) type])
                        .findFirst(),
                RankHead.isIn(header),
                header.text("tokenizer.chat_template"));
    }
}
