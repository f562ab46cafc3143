package dev.parlance.dialect.openai;

import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.wire.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The `logprobs` object of text completions: four parallel arrays.
///
/// Offsets count Unicode characters from the start of the prompt, whether it is echoed or not; a
/// prompt given as tokens counts as empty, since its text is not known here. One instance follows
/// one choice through its chunks.
final class LegacyLogprobs {
    private int offset;

    LegacyLogprobs(CompletionRequest request) {
        this.offset =
                !request.echo() && request.prompt() instanceof CompletionPrompt.Text(String text)
                        ? text.codePointCount(0, text.length())
                        : 0;
    }

    /// Writes the members of the object for the next tokens.
    void write(JsonWriter json, List<TokenLogprob> tokens) {
        json.beginArray("text_offset");
        for (TokenLogprob token : tokens) {
            json.value(offset);
            offset += token.token().codePointCount(0, token.token().length());
        }
        json.endArray();
        json.beginArray("token_logprobs");
        for (TokenLogprob token : tokens) {
            // The first token of an echoed prompt has no probability: nothing comes before it.
            if (Double.isNaN(token.logprob())) {
                json.nullValue();
            } else {
                json.value(ReplyParts.finite(token.logprob()));
            }
        }
        json.endArray();
        json.beginArray("tokens");
        tokens.forEach(token -> json.value(token.token()));
        json.endArray();
        json.beginArray("top_logprobs");
        tokens.forEach(token -> top(json, token));
        json.endArray();
    }

    /// The alternatives by text, likeliest first, and the chosen token with them.
    private static void top(JsonWriter json, TokenLogprob token) {
        if (Double.isNaN(token.logprob())) {
            json.nullValue();
            return;
        }
        Map<String, Double> top = new LinkedHashMap<>();
        token.top().forEach(other -> top.putIfAbsent(other.token(), other.logprob()));
        top.putIfAbsent(token.token(), token.logprob());
        json.beginObject();
        top.forEach((text, logprob) -> json.field(text, ReplyParts.finite(logprob)));
        json.endObject();
    }
}
