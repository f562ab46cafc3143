package dev.parlance.dialect.openai;

import dev.parlance.core.chat.ChatAccumulator;
import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatEvent.Finished;
import dev.parlance.core.chat.ChatEvent.ReasoningDelta;
import dev.parlance.core.chat.ChatEvent.Started;
import dev.parlance.core.chat.ChatEvent.TextDelta;
import dev.parlance.core.chat.ChatEvent.ToolCallDelta;
import dev.parlance.core.chat.ContentPart.ToolUse;
import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.core.usage.Usage;
import dev.parlance.wire.JsonWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The chunks of a streamed chat in text-generation-webui's shapes.
///
/// First comes the role with an empty text, then texts and thoughts, then the reason with all tool
/// calls at once. In 2023 each chunk had the role and its text twice, as `message` and as `delta`;
/// thoughts and calls, which that time did not have, stand beside an empty text.
final class TextgenChatEvents implements EventEncoder {
    private final TextgenProfile profile;
    private final ReplyHead head;
    private final ChatCall call;
    private final boolean logprobs;
    private final Set<Integer> begun = new HashSet<>();
    private final ChatAccumulator calls = new ChatAccumulator();
    private @Nullable TextgenFrames frames;

    TextgenChatEvents(TextgenProfile profile, ReplyHead head, ChatCall call) {
        this.profile = profile;
        this.head = head;
        this.call = call;
        this.logprobs = call.request().topLogprobs() != null;
    }

    @Override
    public List<byte[]> encode(ChatEvent event) {
        List<byte[]> out = new ArrayList<>(2);
        switch (event) {
            case Started started -> {
                calls.add(started);
                frames =
                        new TextgenFrames(
                                profile, head, profile.chatChunk(), started, call.delivery());
            }
            case TextDelta(int choice, String text, var tokens) -> {
                begin(out, choice);
                out.add(chunk(choice, tokens, text, _ -> {}));
            }
            case ReasoningDelta(int choice, String text) -> {
                begin(out, choice);
                out.add(
                        chunk(
                                choice,
                                List.of(),
                                null,
                                json -> json.field("reasoning_content", text)));
            }
            case ToolCallDelta delta -> {
                begin(out, delta.choice());
                calls.add(delta);
            }
            case Finished finished -> finish(out, finished);
        }
        return out;
    }

    private void begin(List<byte[]> out, int choice) {
        if (!begun.add(choice)) {
            return;
        }
        if (profile.old()) {
            out.add(chunk(choice, List.of(), "", _ -> {}));
            return;
        }
        JsonWriter json = opened(choice, null).beginObject("delta");
        json.field("role", "assistant").nullField("refusal").field("content", "").endObject();
        out.add(frames().choice(closed(json, List.of())));
    }

    private void finish(List<byte[]> out, Finished finished) {
        calls.add(finished);
        List<List<ToolUse>> made =
                calls.result().choices().stream().map(choice -> choice.toolCalls()).toList();
        int last = finished.reasons().size() - 1;
        for (int choice = 0; choice <= last; choice++) {
            begin(out, choice);
            List<ToolUse> uses = made.get(choice);
            JsonWriter json = opened(choice, finished.reasons().get(choice).wireName());
            fragment(
                    json,
                    profile.old() ? "" : null,
                    members -> {
                        if (!uses.isEmpty()) {
                            TextgenParts.toolCalls(members, uses, true);
                        }
                    });
            Usage usage = choice == last ? finished.usage() : null;
            out.add(frames().last(closed(json, List.of()), usage));
        }
        frames().end(finished.usage(), out::add);
    }

    private byte[] chunk(
            int choice,
            List<TokenLogprob> tokens,
            @Nullable String text,
            Consumer<JsonWriter> members) {
        JsonWriter json = opened(choice, null);
        fragment(json, text, members);
        return frames().choice(closed(json, tokens));
    }

    private static JsonWriter opened(int choice, @Nullable String reason) {
        return new JsonWriter().beginObject().field("index", choice).field("finish_reason", reason);
    }

    /// The next fragment: once, or twice as it was in 2023.
    private void fragment(JsonWriter json, @Nullable String text, Consumer<JsonWriter> members) {
        if (profile.old()) {
            // Whoever reads `content` of each chunk must find a text there.
            String content = text == null ? "" : text;
            for (String name : List.of("message", "delta")) {
                json.beginObject(name).field("role", "assistant").field("content", content);
                members.accept(json);
                json.endObject();
            }
            return;
        }
        json.beginObject("delta");
        if (text != null) {
            json.field("content", text);
        }
        members.accept(json);
        json.endObject();
    }

    private JsonWriter closed(JsonWriter json, List<TokenLogprob> tokens) {
        TextgenParts.chatLogprobs(
                json, profile, logprobs && !(profile.old() && tokens.isEmpty()), tokens);
        return json.endObject();
    }

    private TextgenFrames frames() {
        TextgenFrames started = frames;
        if (started == null) {
            throw new IllegalStateException("a stream begins with Started");
        }
        return started;
    }
}
