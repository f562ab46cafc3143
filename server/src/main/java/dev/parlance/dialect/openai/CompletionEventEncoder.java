package dev.parlance.dialect.openai;

import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatEvent.Finished;
import dev.parlance.core.chat.ChatEvent.ReasoningDelta;
import dev.parlance.core.chat.ChatEvent.Started;
import dev.parlance.core.chat.ChatEvent.TextDelta;
import dev.parlance.core.chat.ChatEvent.ToolCallDelta;
import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.wire.JsonWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The chunks of a streamed text completion.
final class CompletionEventEncoder implements EventEncoder {
    private static final String OBJECT = "text_completion";

    private final ReplyHead head;
    private final CompletionCall call;
    private final Stamps stamps;
    private final Map<Integer, LegacyLogprobs> logprobs = new HashMap<>();
    private @Nullable ChunkFrames frames;

    CompletionEventEncoder(ReplyHead head, CompletionCall call, Stamps stamps) {
        this.head = head;
        this.call = call;
        this.stamps = stamps;
    }

    @Override
    public List<byte[]> encode(ChatEvent event) {
        return switch (event) {
            case Started started -> {
                frames = new ChunkFrames(head, OBJECT, null, started, call.delivery(), stamps);
                yield List.of();
            }
            case TextDelta(int choice, String text, var tokens) ->
                    List.of(chunk(choice, text, tokens, null));
            // The shape has no place for either; engines do not make them of bare text.
            case ReasoningDelta _, ToolCallDelta _ -> List.of();
            case Finished finished -> finish(finished);
        };
    }

    private List<byte[]> finish(Finished finished) {
        List<byte[]> out = new ArrayList<>();
        for (int choice = 0; choice < finished.reasons().size(); choice++) {
            String reason = CompletionReplyEncoder.reason(finished.reasons().get(choice));
            out.add(chunk(choice, "", List.of(), reason));
        }
        if (call.delivery().includeUsage()) {
            out.add(frames().usage(finished.usage()));
        }
        out.add(ChunkFrames.DONE);
        return out;
    }

    private byte[] chunk(
            int choice, String text, List<TokenLogprob> tokens, @Nullable String reason) {
        JsonWriter json = new JsonWriter().beginObject();
        json.field("text", text);
        json.field("index", choice);
        if (call.logprobs() && !tokens.isEmpty()) {
            json.beginObject("logprobs");
            logprobs.computeIfAbsent(choice, _ -> new LegacyLogprobs(call.requestOf(choice)))
                    .write(json, tokens);
            json.endObject();
        } else {
            json.nullField("logprobs");
        }
        json.field("finish_reason", reason);
        return frames().choice(json.endObject().toByteArray());
    }

    private ChunkFrames frames() {
        ChunkFrames started = frames;
        if (started == null) {
            throw new IllegalStateException("a stream begins with Started");
        }
        return started;
    }
}
