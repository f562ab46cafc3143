package dev.parlance.dialect.openai;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.embedding.EmbeddingInput;
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

    /// @throws dev.parlance.core.problem.ApiException `InvalidRequest` that names the field
    static EmbeddingCall decode(JsonValue json, Dispositions dispositions) {
        FieldReader body = FieldReader.of("", json);
        ModelId model = ChatRequestDecoder.model(body);
        List<EmbeddingInput> inputs = inputs(body.required("input"));
        String format = body.word("encoding_format", List.of("float", "base64"));
        Integer dimensions = body.integer("dimensions", 1, MAX_DIMENSIONS);
        ServiceFields.readUser(body, dispositions);
        JsonObject extensions = KeepAliveDecoder.extensions(body);
        body.reportUnread(dispositions);
        return new EmbeddingCall(
                new EmbeddingRequest(model, inputs, dimensions, extensions),
                "base64".equals(format));
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
