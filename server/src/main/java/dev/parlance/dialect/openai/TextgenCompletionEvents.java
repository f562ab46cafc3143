package dev.parlance.dialect.openai;

import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatEvent.Finished;
import dev.parlance.core.chat.ChatEvent.ReasoningDelta;
import dev.parlance.core.chat.ChatEvent.Started;
import dev.parlance.core.chat.ChatEvent.TextDelta;
import dev.parlance.core.chat.ChatEvent.ToolCallDelta;
import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.core.usage.Usage;
import dev.parlance.wire.JsonWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The chunks of a streamed text completion in text-generation-webui's shapes: the first has the
/// echoed prompt or an empty text, the last one the suffix or an empty text and the reason.
final class TextgenCompletionEvents implements EventEncoder {
    private final TextgenProfile profile;
    private final ReplyHead head;
    private final CompletionCall call;
    private final Map<Integer, TextgenLogprobs> logprobs = new HashMap<>();
    private @Nullable TextgenFrames frames;

    TextgenCompletionEvents(TextgenProfile profile, ReplyHead head, CompletionCall call) {
        this.profile = profile;
        this.head = head;
        this.call = call;
    }

    @Override
    public List<byte[]> encode(ChatEvent event) {
        List<byte[]> out = new ArrayList<>(2);
        switch (event) {
            case Started started ->
                    frames =
                            new TextgenFrames(
                                    profile,
                                    head,
                                    profile.completionChunk(),
                                    started,
                                    call.delivery());
            case TextDelta(int choice, String text, var tokens) -> {
                if (!call.requestOf(choice).echo()) {
                    begin(out, choice);
                }
                out.add(frames().choice(choice(choice, null, text, tokens)));
            }
            // The shape has no place for either; engines do not make them of bare text.
            case ReasoningDelta _, ToolCallDelta _ -> {}
            case Finished finished -> finish(out, finished);
        }
        return out;
    }

    private void begin(List<byte[]> out, int choice) {
        if (!logprobs.containsKey(choice)) {
            out.add(frames().choice(choice(choice, null, "", List.of())));
        }
    }

    private void finish(List<byte[]> out, Finished finished) {
        int last = finished.reasons().size() - 1;
        for (int choice = 0; choice <= last; choice++) {
            begin(out, choice);
            String reason = CompletionReplyEncoder.reason(finished.reasons().get(choice));
            Usage usage = choice == last ? finished.usage() : null;
            out.add(frames().last(choice(choice, reason, call.suffix(), List.of()), usage));
        }
        frames().end(finished.usage(), out::add);
    }

    private JsonWriter choice(
            int choice, @Nullable String reason, String text, List<TokenLogprob> tokens) {
        JsonWriter json = new JsonWriter().beginObject();
        json.field("index", choice);
        json.field("finish_reason", reason);
        json.field("text", text);
        logprobs.computeIfAbsent(choice, _ -> new TextgenLogprobs(profile))
                .write(json, call.logprobs(), tokens);
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
