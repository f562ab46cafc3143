package dev.parlance.dialect.openai;

import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.usage.Usage;
import dev.parlance.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What fills a gap, in the form of llama.cpp's server: whole, or as events of which the last says
/// `stop`.
final class InfillReplies implements EventEncoder {
    private @Nullable String model;

    static byte[] whole(ChatResult result) {
        ChatResult.Choice choice = result.choices().getFirst();
        return reply(
                choice.text(),
                result.responseModel().value(),
                choice.finishReason(),
                result.usage());
    }

    @Override
    public List<byte[]> encode(ChatEvent event) {
        return switch (event) {
            case ChatEvent.Started started -> {
                model = started.responseModel().value();
                yield List.of();
            }
            case ChatEvent.TextDelta delta ->
                    List.of(
                            frame(
                                    new JsonWriter()
                                            .beginObject()
                                            .field("index", 0)
                                            .field("content", delta.text())
                                            .field("stop", false)
                                            .endObject()
                                            .toByteArray()));
            // Engines do not make them of bare text.
            case ChatEvent.ReasoningDelta _, ChatEvent.ToolCallDelta _ -> List.of();
            case ChatEvent.Finished(var reasons, var usage) ->
                    List.of(frame(reply("", model, reasons.getFirst(), usage)));
        };
    }

    private static byte[] reply(
            String content, @Nullable String model, FinishReason reason, Usage usage) {
        JsonWriter json = new JsonWriter().beginObject();
        json.field("index", 0);
        json.field("content", content);
        json.field("model", model);
        json.field("stop", true);
        json.field("stop_type", reason == FinishReason.LENGTH ? "limit" : "eos");
        json.field("tokens_predicted", usage.outputTokens());
        json.field("tokens_evaluated", usage.inputTokens());
        json.field("tokens_cached", usage.cacheReadInputTokens());
        json.field("truncated", false);
        return json.endObject().toByteArray();
    }

    private static byte[] frame(byte[] json) {
        byte[] start = "data: ".getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[start.length + json.length + 2];
        System.arraycopy(start, 0, frame, 0, start.length);
        System.arraycopy(json, 0, frame, start.length, json.length);
        frame[frame.length - 2] = '\n';
        frame[frame.length - 1] = '\n';
        return frame;
    }
}
