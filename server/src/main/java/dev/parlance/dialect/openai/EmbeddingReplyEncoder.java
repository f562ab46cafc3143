package dev.parlance.dialect.openai;

import dev.parlance.core.embedding.EmbeddingResult;
import dev.parlance.wire.JsonWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/// The vectors of an embeddings request as one JSON object.
final class EmbeddingReplyEncoder {
    private EmbeddingReplyEncoder() {}

    static byte[] encode(EmbeddingResult result, boolean base64) {
        JsonWriter json = new JsonWriter().beginObject();
        json.field("object", "list");
        json.beginArray("data");
        for (int i = 0; i < result.embeddings().size(); i++) {
            float[] vector = result.embeddings().get(i).values();
            json.beginObject();
            json.field("object", "embedding");
            json.field("index", i);
            if (base64) {
                json.field("embedding", base64(vector));
            } else {
                json.beginArray("embedding");
                for (float value : vector) {
                    json.value(value);
                }
                json.endArray();
            }
            json.endObject();
        }
        json.endArray();
        json.field("model", result.responseModel().value());
        json.beginObject("usage");
        json.field("prompt_tokens", result.usage().inputTokens());
        json.field("total_tokens", result.usage().totalTokens());
        return json.endObject().endObject().toByteArray();
    }

    /// The little-endian 32-bit floats in base64, as numpy reads them.
    static String base64(float[] vector) {
        ByteBuffer bytes =
                ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
