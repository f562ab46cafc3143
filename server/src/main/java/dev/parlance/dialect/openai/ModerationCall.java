package dev.parlance.dialect.openai;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.moderation.ModerationRequest;
import java.util.ArrayList;
import java.util.List;

/// The way from a moderation request to core's: a string, a list of strings, or a list of content
/// parts, which are one input together.
///
/// Source: OpenAI's OpenAPI document, version 2.3.0, schema `CreateModerationRequest`, checked
/// 2026-11-20.
final class ModerationCall {
    /// The most texts or parts in one request.
    static final int MAX_INPUTS = 2048;

    private ModerationCall() {}

    /// @throws dev.parlance.core.problem.ApiException `InvalidRequest` that names the field
    static ModerationRequest decode(JsonValue json, Dispositions dispositions) {
        FieldReader body = FieldReader.of("", json);
        var model = LocalFields.model(body);
        List<String> inputs = inputs(body.required("input"), dispositions);
        ServiceFields.readUser(body, dispositions);
        body.reportUnread(dispositions);
        return new ModerationRequest(model, inputs);
    }

    private static List<String> inputs(JsonValue value, Dispositions dispositions) {
        if (value instanceof JsonString) {
            return List.of(text("input", value));
        }
        if (!(value instanceof JsonArray)) {
            throw Faults.type("input", "a string or an array", value);
        }
        List<JsonValue> elements = FieldReader.elements("input", value, MAX_INPUTS);
        if (elements.isEmpty()) {
            throw Faults.emptyArray("input");
        }
        boolean parts = elements.getFirst() instanceof JsonObject;
        List<String> texts = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            String path = "input[" + i + "]";
            texts.add(
                    parts
                            ? part(path, elements.get(i), dispositions)
                            : text(path, elements.get(i)));
        }
        return parts ? List.of(String.join("\n", texts)) : texts;
    }

    private static String part(String path, JsonValue value, Dispositions dispositions) {
        FieldReader part = FieldReader.of(path, value);
        if (part.requiredWord("type", List.of("text", "image_url")).equals("image_url")) {
            throw Faults.unsupportedValue(
                    part.at("type"), "image_url", "Only texts are moderated here.");
        }
        String text = text(part.at("text"), part.required("text"));
        part.reportUnread(dispositions);
        return text;
    }

    private static String text(String path, JsonValue value) {
        String text = FieldReader.text(path, value);
        if (text.isEmpty()) {
            throw Faults.value(path, "it must not be an empty string.");
        }
        return text;
    }
}
