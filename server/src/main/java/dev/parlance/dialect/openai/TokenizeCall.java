package dev.parlance.dialect.openai;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.tokens.TokenizeRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A decoded request for tokens: of a text in llama.cpp's form (`content`) or vLLM's (`prompt`), or
/// of a conversation in vLLM's (`messages`).
///
/// @param text the text to split, or `null` when it is a conversation
/// @param chat the conversation, or `null` when it is a text
/// @param pieces true when each token comes with what it stands for
/// @param strings true when the texts of the tokens come in a list of their own
record TokenizeCall(
        @Nullable TokenizeRequest text,
        @Nullable ChatRequest chat,
        boolean pieces,
        boolean strings) {
    private static final Set<String> OWN =
            Set.of(
                    "content",
                    "prompt",
                    "add_special",
                    "parse_special",
                    "add_special_tokens",
                    "with_pieces",
                    "return_token_strs",
                    "add_generation_prompt");

    /// @throws dev.parlance.core.problem.ApiException `InvalidRequest` that names the field
    static TokenizeCall decode(JsonValue json, Dispositions dispositions) {
        FieldReader body = FieldReader.of("", json);
        boolean pieces = body.flag("with_pieces", false);
        boolean strings = body.flag("return_token_strs", false);
        if (body.value("messages") != null) {
            if (!body.flag("add_generation_prompt", true)) {
                throw Faults.unsupportedValue(
                        "add_generation_prompt",
                        "false",
                        "A conversation is rendered as it is for a reply.");
            }
            ChatRequest chat =
                    ChatRequestDecoder.decode(without((JsonObject) json), dispositions).request();
            return new TokenizeCall(null, chat, pieces, strings);
        }
        ModelId model = LocalFields.model(body);
        boolean plain = body.value("content") != null;
        if (plain && body.value("prompt") != null) {
            throw Faults.combination(
                    "prompt", "'prompt' and 'content' are two names of one field; give one.");
        }
        String text = plain ? body.requiredString("content") : body.requiredString("prompt");
        boolean special =
                plain ? body.flag("add_special", false) : body.flag("add_special_tokens", true);
        boolean parse = body.flag("parse_special", true);
        body.reportUnread(dispositions);
        return new TokenizeCall(
                new TokenizeRequest(model, text, special, parse), null, pieces, strings);
    }

    /// The conversation of a request to render one; the model may be missing.
    static ChatRequest chat(JsonValue json, Dispositions dispositions) {
        return ChatRequestDecoder.decode(LocalFields.withModel(json), dispositions).request();
    }

    private static JsonValue without(JsonObject object) {
        Map<String, JsonValue> members = new LinkedHashMap<>(object.members());
        members.keySet().removeAll(OWN);
        members.putIfAbsent("model", JsonValue.of(LocalFields.DEFAULT_MODEL));
        return new JsonObject(members);
    }

    /// The model that is asked.
    ModelId model() {
        if (chat != null) {
            return chat.model();
        }
        if (text != null) {
            return text.model();
        }
        throw new IllegalStateException("neither text nor conversation");
    }
}
