package dev.parlance.dialect.openai;

import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.core.chat.TokenLogprob.Alternative;
import dev.parlance.wire.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The `logprobs` object of text completions in text-generation-webui's shapes: OpenAI's four
/// parallel arrays with a fifth of token ids; in 2023 the alternatives of the last token alone.
///
/// Offsets count Unicode characters from the first token that is listed. One instance follows one
/// choice through its chunks.
final class TextgenLogprobs {
    private final TextgenProfile profile;
    private int offset;

    TextgenLogprobs(TextgenProfile profile) {
        this.profile = profile;
    }

    /// Writes the member `logprobs` for the next tokens.
    ///
    /// @param wanted true when the request asked for it
    void write(JsonWriter json, boolean wanted, List<TokenLogprob> tokens) {
        if (!wanted || tokens.isEmpty()) {
            json.nullField("logprobs");
        } else if (profile.old()) {
            last(json, tokens);
        } else {
            json.beginObject("logprobs");
            arrays(json, tokens);
            json.endObject();
        }
    }

    /// The member `logprobs` as it was in 2023.
    static void last(JsonWriter json, List<TokenLogprob> tokens) {
        if (tokens.isEmpty()) {
            json.nullField("logprobs");
            return;
        }
        json.beginObject("logprobs").beginArray("top_logprobs");
        texts(json, tokens.getLast());
        json.endArray().endObject();
    }

    private void arrays(JsonWriter json, List<TokenLogprob> tokens) {
        json.beginArray("tokens");
        tokens.forEach(token -> json.value(token.token()));
        json.endArray();
        json.beginArray("token_logprobs");
        for (TokenLogprob token : tokens) {
            if (scored(token)) {
                json.value(ReplyParts.finite(token.logprob()));
            } else {
                json.nullValue();
            }
        }
        json.endArray();
        json.beginArray("top_logprobs");
        tokens.forEach(token -> texts(json, token));
        json.endArray();
        json.beginArray("text_offset");
        for (TokenLogprob token : tokens) {
            json.value(offset);
            offset += token.token().codePointCount(0, token.token().length());
        }
        json.endArray();
        if (tokens.stream().allMatch(token -> token.id() != null)) {
            json.beginArray("top_logprobs_ids");
            tokens.forEach(token -> ids(json, token));
            json.endArray();
        }
    }

    /// The first token of an echoed prompt has no probability: nothing comes before it.
    private static boolean scored(TokenLogprob token) {
        return !Double.isNaN(token.logprob());
    }

    /// The alternatives by text, likeliest first, and the chosen token with them.
    private static void texts(JsonWriter json, TokenLogprob token) {
        Map<String, Double> top = new LinkedHashMap<>();
        token.top().forEach(other -> top.putIfAbsent(other.token(), other.logprob()));
        top.putIfAbsent(token.token(), token.logprob());
        map(json, token, top);
    }

    private static void ids(JsonWriter json, TokenLogprob token) {
        Map<String, Double> top = new LinkedHashMap<>();
        for (Alternative other : token.top()) {
            put(top, other.id(), other.logprob());
        }
        put(top, token.id(), token.logprob());
        map(json, token, top);
    }

    private static void put(Map<String, Double> top, @Nullable Integer id, double logprob) {
        if (id != null) {
            top.putIfAbsent(id.toString(), logprob);
        }
    }

    private static void map(JsonWriter json, TokenLogprob token, Map<String, Double> top) {
        if (!scored(token)) {
            json.nullValue();
            return;
        }
        json.beginObject();
        top.forEach((key, logprob) -> json.field(key, ReplyParts.finite(logprob)));
        json.endObject();
    }
}
