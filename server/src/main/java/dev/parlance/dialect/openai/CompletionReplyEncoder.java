package dev.parlance.dialect.openai;

import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.wire.JsonWriter;

/// A whole text completion as one JSON object.
final class CompletionReplyEncoder {
    private CompletionReplyEncoder() {}

    static byte[] encode(ChatResult result, ReplyHead head, CompletionCall call) {
        JsonWriter json = new JsonWriter().beginObject();
        json.field("id", head.id());
        json.field("object", "text_completion");
        json.field("created", head.created());
        json.field("model", result.responseModel().value());
        json.beginArray("choices");
        for (int i = 0; i < result.choices().size(); i++) {
            ChatResult.Choice choice = result.choices().get(i);
            json.beginObject();
            json.field("text", choice.text());
            json.field("index", i);
            if (call.logprobs()) {
                json.beginObject("logprobs");
                new LegacyLogprobs(call.requestOf(i)).write(json, choice.logprobs());
                json.endObject();
            } else {
                json.nullField("logprobs");
            }
            json.field("finish_reason", reason(choice.finishReason()));
            json.endObject();
        }
        json.endArray();
        ReplyParts.usage(json, result.usage());
        if (result.fingerprint() != null) {
            json.field("system_fingerprint", result.fingerprint());
        }
        return json.endObject().toByteArray();
    }

    /// The reason in the three words that this shape has.
    static String reason(FinishReason reason) {
        return switch (reason) {
            case STOP, TOOL_CALLS -> "stop";
            case LENGTH -> "length";
            case CONTENT_FILTER -> "content_filter";
        };
    }
}
