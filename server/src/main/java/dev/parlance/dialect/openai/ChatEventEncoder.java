package dev.parlance.dialect.openai;

import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatEvent.Finished;
import dev.parlance.core.chat.ChatEvent.ReasoningDelta;
import dev.parlance.core.chat.ChatEvent.Started;
import dev.parlance.core.chat.ChatEvent.TextDelta;
import dev.parlance.core.chat.ChatEvent.ToolCallDelta;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.wire.JsonWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The chunks of a streamed chat, in the form that strict clients need.
///
/// The role comes in the first delta of each choice and never again, a call's id, type and name in
/// its first delta and never again, `finish_reason` is null until a choice's last chunk, and the
/// last chunk before `[DONE]` carries the usage when it was asked for.
final class ChatEventEncoder implements EventEncoder {
    private static final String OBJECT = "chat.completion.chunk";

    private final ReplyHead head;
    private final ChatCall call;
    private final Stamps stamps;
    private final boolean logprobs;
    private final Set<Integer> begun = new HashSet<>();
    private final Set<Long> named = new HashSet<>();
    private @Nullable ChunkFrames frames;

    ChatEventEncoder(ReplyHead head, ChatCall call, Stamps stamps) {
        this.head = head;
        this.call = call;
        this.stamps = stamps;
        this.logprobs = call.request().topLogprobs() != null;
    }

    @Override
    public List<byte[]> encode(ChatEvent event) {
        List<byte[]> out = new ArrayList<>(2);
        switch (event) {
            case Started started ->
                    frames =
                            new ChunkFrames(
                                    head,
                                    OBJECT,
                                    call.serviceTier(),
                                    started,
                                    call.delivery(),
                                    stamps);
            case TextDelta(int choice, String text, var tokens) -> {
                begin(out, choice, "");
                out.add(delta(choice, tokens, json -> json.field("content", text)));
            }
            case ReasoningDelta(int choice, String text) -> {
                begin(out, choice, null);
                out.add(delta(choice, json -> json.field("reasoning_content", text)));
            }
            case ToolCallDelta delta -> {
                begin(out, delta.choice(), null);
                if (!call.functionCall()) {
                    out.add(delta(delta.choice(), json -> toolCall(json, delta)));
                } else if (delta.index() == 0) {
                    // The deprecated shape has room for one call.
                    out.add(delta(delta.choice(), json -> functionCall(json, delta)));
                }
            }
            case Finished finished -> finish(out, finished);
        }
        return out;
    }

    /// The role, once for each choice. `content` is what OpenAI puts beside it: an empty text
    /// before text, null before anything else.
    ///
    /// Choices begin in the order of their index: OpenAI's accumulator for Python keeps them in a
    /// list and fails on a choice 1 that comes before choice 0.
    private void begin(List<byte[]> out, int choice, @Nullable String content) {
        for (int earlier = 0; earlier < choice; earlier++) {
            role(out, earlier, null);
        }
        role(out, choice, content);
    }

    private void role(List<byte[]> out, int choice, @Nullable String content) {
        if (begun.add(choice)) {
            out.add(
                    delta(
                            choice,
                            json -> json.field("role", "assistant").field("content", content)));
        }
    }

    private void finish(List<byte[]> out, Finished finished) {
        for (int choice = 0; choice < finished.reasons().size(); choice++) {
            begin(out, choice, "");
            FinishReason reason = finished.reasons().get(choice);
            out.add(chunk(choice, List.of(), _ -> {}, reason));
        }
        if (call.delivery().includeUsage()) {
            out.add(frames().usage(finished.usage()));
        }
        out.add(ChunkFrames.DONE);
    }

    private byte[] delta(int choice, Consumer<JsonWriter> members) {
        return chunk(choice, List.of(), members, null);
    }

    private byte[] delta(int choice, List<TokenLogprob> tokens, Consumer<JsonWriter> members) {
        return chunk(choice, tokens, members, null);
    }

    private byte[] chunk(
            int choice,
            List<TokenLogprob> tokens,
            Consumer<JsonWriter> members,
            @Nullable FinishReason reason) {
        JsonWriter json = new JsonWriter().beginObject();
        json.field("index", choice);
        json.beginObject("delta");
        members.accept(json);
        json.endObject();
        if (logprobs && !tokens.isEmpty()) {
            json.beginObject("logprobs");
            ReplyParts.logprobs(json, tokens);
            json.endObject();
        } else {
            json.nullField("logprobs");
        }
        json.field(
                "finish_reason",
                reason == null ? null : ReplyParts.reason(reason, call.functionCall()));
        return frames().choice(json.endObject().toByteArray());
    }

    private void toolCall(JsonWriter json, ToolCallDelta delta) {
        json.beginArray("tool_calls").beginObject();
        json.field("index", delta.index());
        boolean first = named.add(((long) delta.choice() << 32) | delta.index());
        if (first) {
            json.field("id", delta.id() == null ? "call_" + delta.index() : delta.id());
            json.field("type", "function");
        }
        json.beginObject("function");
        if (first) {
            json.field("name", delta.name() == null ? "" : delta.name());
        }
        json.field("arguments", delta.arguments());
        json.endObject();
        json.endObject().endArray();
    }

    private void functionCall(JsonWriter json, ToolCallDelta delta) {
        json.beginObject("function_call");
        if (named.add((long) delta.choice() << 32)) {
            json.field("name", delta.name() == null ? "" : delta.name());
        }
        json.field("arguments", delta.arguments());
        json.endObject();
    }

    private ChunkFrames frames() {
        ChunkFrames started = frames;
        if (started == null) {
            throw new IllegalStateException("a stream begins with Started");
        }
        return started;
    }
}
