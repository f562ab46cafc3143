package dev.parlance.dialect.openai;

import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.ContentPart.ToolUse;
import dev.parlance.wire.JsonWriter;
import java.util.List;

/// Whole replies in text-generation-webui's shapes.
final class TextgenReplies {
    private final TextgenProfile profile;
    private final ReplyHead head;

    TextgenReplies(TextgenProfile profile, ReplyHead head) {
        this.profile = profile;
        this.head = head;
    }

    byte[] chat(ChatResult result, ChatCall call) {
        JsonWriter json = begin(profile.chatObject(), result);
        for (int i = 0; i < result.choices().size(); i++) {
            ChatResult.Choice choice = result.choices().get(i);
            json.beginObject();
            json.field("index", i);
            json.field("finish_reason", choice.finishReason().wireName());
            message(json, choice);
            TextgenParts.chatLogprobs(
                    json, profile, call.request().topLogprobs() != null, choice.logprobs());
            json.endObject();
        }
        return end(json, result);
    }

    byte[] completion(ChatResult result, CompletionCall call) {
        JsonWriter json = begin(profile.completionObject(), result);
        for (int i = 0; i < result.choices().size(); i++) {
            ChatResult.Choice choice = result.choices().get(i);
            json.beginObject();
            json.field("index", i);
            json.field("finish_reason", CompletionReplyEncoder.reason(choice.finishReason()));
            json.field("text", choice.text() + call.suffix());
            new TextgenLogprobs(profile).write(json, call.logprobs(), choice.logprobs());
            json.endObject();
        }
        return end(json, result);
    }

    private JsonWriter begin(String object, ChatResult result) {
        JsonWriter json = new JsonWriter().beginObject();
        json.field("id", head.id());
        json.field("object", object);
        json.field("created", head.created());
        json.field("model", result.responseModel().value());
        if (!profile.old()) {
            json.field("system_fingerprint", result.fingerprint());
        }
        return json.beginArray("choices");
    }

    private static byte[] end(JsonWriter json, ChatResult result) {
        json.endArray();
        TextgenParts.usage(json, result.usage());
        return json.endObject().toByteArray();
    }

    private void message(JsonWriter json, ChatResult.Choice choice) {
        List<ToolUse> calls = choice.toolCalls();
        json.beginObject("message");
        json.field("role", "assistant");
        if (!profile.old()) {
            json.nullField("refusal");
        }
        // What was said before a call is not part of this shape; streams have it.
        json.field("content", calls.isEmpty() ? choice.text() : null);
        if (!choice.reasoning().isEmpty()) {
            json.field("reasoning_content", choice.reasoning());
        }
        if (!calls.isEmpty()) {
            TextgenParts.toolCalls(json, calls, false);
        }
        json.endObject();
    }
}
