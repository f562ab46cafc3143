package dev.parlance.dialect.openai;

import dev.parlance.core.chat.ContentPart.ToolUse;
import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.core.usage.Usage;
import dev.parlance.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.regex.Pattern;

/// The pieces that whole replies and chunks share in text-generation-webui's shapes.
final class TextgenParts {
    private static final Pattern CALL_ID = Pattern.compile("call_[a-z0-9]{8}");
    private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int CALL_ID_LENGTH = 8;

    private TextgenParts() {}

    /// The member `usage`: three numbers.
    static void usage(JsonWriter json, Usage usage) {
        json.beginObject("usage");
        json.field("prompt_tokens", usage.inputTokens());
        json.field("completion_tokens", usage.outputTokens());
        json.field("total_tokens", usage.totalTokens());
        json.endObject();
    }

    /// The member `tool_calls`.
    ///
    /// @param numbered true for chunks, where each call has its index
    static void toolCalls(JsonWriter json, List<ToolUse> calls, boolean numbered) {
        json.beginArray("tool_calls");
        for (int i = 0; i < calls.size(); i++) {
            ToolUse call = calls.get(i);
            json.beginObject();
            if (numbered) {
                json.field("index", i);
            }
            json.field("type", "function");
            json.beginObject("function");
            json.field("name", call.name());
            json.field("arguments", call.arguments());
            json.endObject();
            json.field("id", callId(call.id()));
            json.endObject();
        }
        json.endArray();
    }

    /// An id of this shape for a call: its own where it has one, else one that follows from it, so
    /// that whole and streamed replies agree.
    static String callId(String id) {
        if (CALL_ID.matcher(id).matches()) {
            return id;
        }
        byte[] digest = sha256(id);
        StringBuilder text = new StringBuilder("call_");
        for (int i = 0; i < CALL_ID_LENGTH; i++) {
            text.append(DIGITS.charAt(Math.floorMod(digest[i], DIGITS.length())));
        }
        return text.toString();
    }

    /// The member `logprobs` of a chat choice.
    static void chatLogprobs(
            JsonWriter json, TextgenProfile profile, boolean wanted, List<TokenLogprob> tokens) {
        if (profile.old()) {
            if (wanted) {
                TextgenLogprobs.last(json, tokens);
            }
        } else if (wanted && !tokens.isEmpty()) {
            json.beginObject("logprobs");
            ReplyParts.logprobs(json, tokens);
            json.endObject();
        } else {
            json.nullField("logprobs");
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
