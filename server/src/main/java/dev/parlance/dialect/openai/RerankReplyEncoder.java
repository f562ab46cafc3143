package dev.parlance.dialect.openai;

import dev.parlance.core.embedding.RerankResult;
import dev.parlance.core.embedding.RerankResult.Score;
import dev.parlance.wire.JsonWriter;

/// The order of documents as one JSON value.
final class RerankReplyEncoder {
    private RerankReplyEncoder() {}

    static byte[] encode(RerankResult result, ReplyHead head, RerankCall call) {
        JsonWriter json = new JsonWriter();
        if (call.bare()) {
            json.beginArray();
            result.scores().forEach(score -> bare(json, score, call));
            return json.endArray().toByteArray();
        }
        json.beginObject();
        json.field("id", head.id());
        json.field("object", "list");
        json.field("model", result.responseModel().value());
        json.beginArray("results");
        result.scores().forEach(score -> full(json, score, call));
        json.endArray();
        json.beginObject("usage");
        json.field("prompt_tokens", result.usage().inputTokens());
        json.field("total_tokens", result.usage().totalTokens());
        json.endObject();
        // Where Cohere's clients look for the same figures.
        json.beginObject("meta").beginObject("tokens");
        json.field("input_tokens", result.usage().inputTokens());
        json.field("output_tokens", result.usage().outputTokens());
        return json.endObject().endObject().endObject().toByteArray();
    }

    private static void full(JsonWriter json, Score score, RerankCall call) {
        json.beginObject();
        json.field("index", score.index());
        json.field("relevance_score", score.relevance());
        if (call.showDocuments()) {
            json.beginObject("document");
            json.field("text", call.request().documents().get(score.index()));
            json.endObject();
        }
        json.endObject();
    }

    private static void bare(JsonWriter json, Score score, RerankCall call) {
        json.beginObject();
        json.field("index", score.index());
        json.field("score", score.relevance());
        if (call.showDocuments()) {
            json.field("text", call.request().documents().get(score.index()));
        }
        json.endObject();
    }
}
