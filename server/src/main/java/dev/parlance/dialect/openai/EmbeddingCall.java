package dev.parlance.dialect.openai;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.embedding.EmbeddingInput;
import dev.parlance.core.embedding.EmbeddingOptions;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.model.ModelId;
import java.util.ArrayList;
import java.util.List;

/// A decoded embeddings request: what core needs, and the form of the vectors in the reply.
///
/// Source: OpenAI's OpenAPI document, version 2.3.0, schema `CreateEmbeddingRequest`, checked
/// 2026-11-20.
///
/// @param base64 true for little-endian 32-bit floats in base64 instead of JSON numbers
record EmbeddingCall(EmbeddingRequest request, boolean base64) {
    /// The most inputs in one request.
    static final int MAX_INPUTS = 2048;

    private static final int MAX_DIMENSIONS = 1_000_000;
    private static final int EUCLIDEAN = 2;

    /// @throws dev.parlance.core.problem.ApiException `InvalidRequest` that names the field
    static EmbeddingCall decode(JsonValue json, Dispositions dispositions) {
        FieldReader body = FieldReader.of("", json);
        ModelId model = LocalFields.model(body);
        List<EmbeddingInput> inputs = inputs(body.required("input"));
        String format = body.word("encoding_format", List.of("float", "base64"));
        Integer dimensions = body.integer("dimensions", 1, MAX_DIMENSIONS);
        LocalFields.Cut cut = LocalFields.cut(body);
        EmbeddingOptions options =
                new EmbeddingOptions(cut.truncation(), cut.maxTokens(), normalized(body));
        ServiceFields.readUser(body, dispositions);
        JsonObject extensions = KeepAliveDecoder.extensions(body);
        body.reportUnread(dispositions);
        return new EmbeddingCall(
                new EmbeddingRequest(model, inputs, dimensions, options, extensions),
                "base64".equals(format));
    }

    /// Whether vectors get length 1, by any of the names that there are for it.
    private static boolean normalized(FieldReader body) {
        boolean asTei = body.flag("normalize", true);
        boolean asJina = body.flag("normalized", true);
        boolean normalized = asTei && asJina;
        Integer norm = body.integer("embd_normalize", -1, Integer.MAX_VALUE);
        if (norm == null || norm == EUCLIDEAN) {
            return normalized;
        }
        if (norm != -1) {
            throw Faults.unsupportedValue(
                    "embd_normalize",
                    norm.toString(),
                    "Vectors get Euclidean length 1 (2), or are left as they are (-1).");
        }
        return false;
    }

    private static List<EmbeddingInput> inputs(JsonValue value) {
        if (value instanceof JsonString) {
            return List.of(input("input", value));
        }
        if (!(value instanceof JsonArray(List<JsonValue> elements))) {
            throw Faults.type("input", "a string or an array", value);
        }
        if (elements.isEmpty()) {
            throw Faults.emptyArray("input");
        }
        if (elements.getFirst() instanceof JsonNumber) {
            return List.of(input("input", value));
        }
        if (elements.size() > MAX_INPUTS) {
            throw Faults.tooMany("input", MAX_INPUTS, elements.size());
        }
        List<EmbeddingInput> inputs = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            inputs.add(input("input[" + i + "]", elements.get(i)));
        }
        return inputs;
    }

    private static EmbeddingInput input(String path, JsonValue value) {
        if (value instanceof JsonString(String text)) {
            if (text.isEmpty()) {
                throw Faults.value(path, "it must not be an empty string.");
            }
            return new EmbeddingInput.Text(text);
        }
        return new EmbeddingInput.Tokens(TokenIds.read(path, value));
    }
}
