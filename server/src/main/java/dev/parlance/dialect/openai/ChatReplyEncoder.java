package dev.parlance.dialect.openai;

import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.ContentPart.ToolUse;
import dev.parlance.wire.JsonWriter;
import java.util.List;

/// A whole chat reply as one JSON object.
final class ChatReplyEncoder {
    private ChatReplyEncoder() {}

    static byte[] encode(ChatResult result, ReplyHead head, ChatCall call) {
        JsonWriter json = new JsonWriter().beginObject();
        json.field("id", head.id());
        json.field("object", "chat.completion");
        json.field("created", head.created());
        json.field("model", result.responseModel().value());
        json.beginArray("choices");
        for (int i = 0; i < result.choices().size(); i++) {
            choice(json, i, result.choices().get(i), call);
        }
        json.endArray();
        ReplyParts.usage(json, result.usage());
        if (call.serviceTier() != null) {
            json.field("service_tier", call.serviceTier());
        }
        if (result.fingerprint() != null) {
            json.field("system_fingerprint", result.fingerprint());
        }
        return json.endObject().toByteArray();
    }

    private static void choice(
            JsonWriter json, int index, ChatResult.Choice choice, ChatCall call) {
        json.beginObject();
        json.field("index", index);
        message(json, choice, call.functionCall());
        if (call.request().topLogprobs() != null) {
            json.beginObject("logprobs");
            ReplyParts.logprobs(json, choice.logprobs());
            json.endObject();
        } else {
            json.nullField("logprobs");
        }
        json.field("finish_reason", ReplyParts.reason(choice.finishReason(), call.functionCall()));
        json.endObject();
    }

    private static void message(JsonWriter json, ChatResult.Choice choice, boolean functionCall) {
        List<ToolUse> calls = choice.toolCalls();
        json.beginObject("message");
        json.field("role", "assistant");
        boolean silent = choice.text().isEmpty() && !calls.isEmpty();
        json.field("content", silent ? null : choice.text());
        if (!choice.reasoning().isEmpty()) {
            json.field("reasoning_content", choice.reasoning());
        }
        json.nullField("refusal");
        if (functionCall && !calls.isEmpty()) {
            json.beginObject("function_call");
            function(json, calls.getFirst());
            json.endObject();
        } else if (!calls.isEmpty()) {
            json.beginArray("tool_calls");
            for (ToolUse call : calls) {
                json.beginObject();
                json.field("id", call.id());
                json.field("type", "function");
                json.beginObject("function");
                function(json, call);
                json.endObject();
                json.endObject();
            }
            json.endArray();
        }
        json.endObject();
    }

    private static void function(JsonWriter json, ToolUse call) {
        json.field("name", call.name());
        json.field("arguments", call.arguments());
    }
}
