package dev.parlance.dialect.openai;

import dev.parlance.core.tokens.NextTokens;
import dev.parlance.core.tokens.RenderedChat;
import dev.parlance.core.tokens.TextToken;
import dev.parlance.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tokens and what may follow them, as JSON. Where llama.cpp's server and vLLM call one thing by
/// two names, the reply has both.
final class TokenReplies {
    private TokenReplies() {}

    static byte[] tokens(
            List<TextToken> tokens, @Nullable Integer contextLength, TokenizeCall call) {
        JsonWriter json = new JsonWriter().beginObject();
        json.field("count", tokens.size());
        if (contextLength == null) {
            json.nullField("max_model_len");
        } else {
            json.field("max_model_len", contextLength);
        }
        json.beginArray("tokens");
        for (TextToken token : tokens) {
            if (call.pieces()) {
                piece(json, token);
            } else {
                json.value(token.id());
            }
        }
        json.endArray();
        if (call.strings()) {
            json.beginArray("token_strs");
            tokens.forEach(token -> json.value(shown(token)));
            json.endArray();
        }
        return json.endObject().toByteArray();
    }

    /// Text, or the bytes themselves where they are a part of a character.
    private static void piece(JsonWriter json, TextToken token) {
        json.beginObject();
        json.field("id", token.id());
        token.text()
                .ifPresentOrElse(
                        text -> json.field("piece", text), () -> bytes(json, "piece", token));
        json.endObject();
    }

    static byte[] text(String text) {
        return new JsonWriter()
                .beginObject()
                .field("content", text)
                .field("prompt", text)
                .endObject()
                .toByteArray();
    }

    static byte[] rendered(RenderedChat chat) {
        return new JsonWriter()
                .beginObject()
                .field("prompt", chat.text())
                .field("count", chat.tokens().size())
                .endObject()
                .toByteArray();
    }

    static byte[] prompt(RenderedChat chat) {
        return new JsonWriter()
                .beginObject()
                .field("prompt", chat.text())
                .endObject()
                .toByteArray();
    }

    static byte[] next(NextTokens next) {
        JsonWriter json = new JsonWriter().beginObject();
        json.field("object", "next_tokens");
        json.field("model", next.responseModel().value());
        json.beginArray("tokens");
        for (NextTokens.Candidate candidate : next.tokens()) {
            json.beginObject();
            json.field("id", candidate.token().id());
            json.field("token", shown(candidate.token()));
            bytes(json, "bytes", candidate.token());
            json.field("logprob", ReplyParts.finite(candidate.logprob()));
            json.field("probability", Math.exp(candidate.logprob()));
            json.endObject();
        }
        json.endArray();
        json.beginObject("usage");
        json.field("prompt_tokens", next.usage().inputTokens());
        json.field("total_tokens", next.usage().totalTokens());
        return json.endObject().endObject().toByteArray();
    }

    private static void bytes(JsonWriter json, String name, TextToken token) {
        json.beginArray(name);
        token.bytes().forEach(b -> json.value(b.longValue()));
        json.endArray();
    }

    /// The text, with replacement characters for what is none.
    private static String shown(TextToken token) {
        byte[] bytes = new byte[token.bytes().size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = token.bytes().get(i).byteValue();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
