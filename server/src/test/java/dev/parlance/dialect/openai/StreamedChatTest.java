package dev.parlance.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.ListedStream;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.ChatAccumulator;
import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.usage.Usage;
import dev.parlance.wire.Json;
import dev.parlance.wire.SseFrame;
import dev.parlance.wire.SseParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Random replies: what a strict client folds from the stream is the whole reply, and the bytes may
/// arrive cut anywhere.
class StreamedChatTest {
    private static final int ROUNDS = 300;
    private static final Stamps STAMPS = new Stamps(InstantSource.system(), () -> 0L);

    @Test
    void the_folded_stream_is_the_whole_reply() throws IOException {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            try {
                check(random.split());
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("replay with -Dtests.seed=" + seed, e);
            }
        }
    }

    @Test
    void every_split_of_a_stream_parses_alike() throws IOException {
        byte[] bytes = stream(events(new SplittableRandom(7)), call(3));
        List<SseFrame> whole = new SseParser(1 << 20).feed(bytes);
        for (int cut = 0; cut <= bytes.length; cut++) {
            SseParser parser = new SseParser(1 << 20);
            List<SseFrame> frames = new ArrayList<>(parser.feed(bytes, 0, cut));
            frames.addAll(parser.feed(bytes, cut, bytes.length - cut));
            assertThat(frames).isEqualTo(whole);
        }
    }

    @Test
    void padded_chunks_have_a_length_that_tells_nothing() {
        ChatCall padded =
                ChatRequestDecoder.decode(
                        Json.parse(
                                """
                                {"model": "m", "messages": [{"role": "user", "content": "Hi"}],
                                 "stream": true, "stream_options": {"include_obfuscation": true}}
                                """),
                        new Dispositions());
        EventEncoder encoder = new ChatEventEncoder(new ReplyHead("chatcmpl-1", 1), padded, STAMPS);
        encoder.encode(new ChatEvent.Started(new ModelId("m"), null));
        for (String text : List.of("a", "ab", "a longer text", "\u00e9")) {
            List<byte[]> frames = encoder.encode(new ChatEvent.TextDelta(0, text));
            assertThat(frames).allSatisfy(f -> assertThat(f.length % 64).isZero());
        }
    }

    @Test
    void choices_begin_in_the_order_of_their_index() throws IOException {
        List<ChatEvent> events =
                List.of(
                        new ChatEvent.Started(new ModelId("m"), null),
                        new ChatEvent.TextDelta(2, "c"),
                        new ChatEvent.TextDelta(0, "a"),
                        new ChatEvent.Finished(
                                List.of(FinishReason.STOP, FinishReason.STOP, FinishReason.STOP),
                                Usage.NONE));
        List<String> begun =
                new SseParser(1 << 20)
                        .feed(stream(events, call(3))).stream()
                                .map(SseFrame::data)
                                .filter(data -> data.contains("\"role\""))
                                .toList();
        assertThat(begun).hasSize(3);
        for (int index = 0; index < 3; index++) {
            assertThat(begun.get(index)).contains("\"index\":" + index);
        }
    }

    private static void check(SplittableRandom random) throws IOException {
        int choices = 1 + random.nextInt(3);
        ChatCall call = call(choices);
        List<ChatEvent> events = events(random, choices);
        ReplyFold fold = new ReplyFold();
        for (SseFrame frame : new SseParser(1 << 20).feed(stream(events, call))) {
            fold.add(frame.data());
        }
        byte[] whole =
                ChatReplyEncoder.encode(
                        ChatAccumulator.drain(new ListedStream(events)),
                        new ReplyHead("chatcmpl-1", 1),
                        call);
        JsonObject reply = (JsonObject) Json.parse(whole);
        assertThat(fold.reply())
                .isEqualTo(
                        new JsonObject(
                                Map.of(
                                        "choices",
                                        reply.get("choices"),
                                        "usage",
                                        reply.get("usage"),
                                        "model",
                                        reply.get("model"))));
    }

    private static byte[] stream(List<ChatEvent> events, ChatCall call) {
        EventEncoder encoder = new ChatEventEncoder(new ReplyHead("chatcmpl-1", 1), call, STAMPS);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        events.forEach(event -> encoder.encode(event).forEach(bytes::writeBytes));
        return bytes.toByteArray();
    }

    private static ChatCall call(int choices) {
        return ChatRequestDecoder.decode(
                Json.parse(
                        """
                        {"model": "m", "messages": [{"role": "user", "content": "Hi"}], "n": %d,
                         "logprobs": true, "stream": true,
                         "stream_options": {"include_usage": true}}
                        """
                                .formatted(choices)),
                new Dispositions());
    }

    private static List<ChatEvent> events(SplittableRandom random) {
        return events(random, 3);
    }

    private static List<ChatEvent> events(SplittableRandom random, int choices) {
        List<ChatEvent> events = new ArrayList<>();
        events.add(new ChatEvent.Started(new ModelId("m"), "fp_1"));
        int[] calls = new int[choices];
        for (int i = random.nextInt(20); i > 0; i--) {
            int choice = random.nextInt(choices);
            switch (random.nextInt(4)) {
                case 0 -> events.add(new ChatEvent.ReasoningDelta(choice, text(random)));
                case 1 -> {
                    int index = calls[choice] == 0 ? 0 : random.nextInt(calls[choice] + 1);
                    boolean first = index == calls[choice];
                    events.add(
                            new ChatEvent.ToolCallDelta(
                                    choice,
                                    index,
                                    first ? "call_" + index : null,
                                    first ? "f" + index : null,
                                    text(random)));
                    calls[choice] += first ? 1 : 0;
                }
                default -> {
                    String text = text(random);
                    TokenLogprob token =
                            new TokenLogprob(text, List.of(1), -random.nextDouble(), List.of());
                    events.add(new ChatEvent.TextDelta(choice, text, List.of(token)));
                }
            }
        }
        List<FinishReason> reasons = new ArrayList<>();
        for (int choice = 0; choice < choices; choice++) {
            reasons.add(List.of(FinishReason.values()).get(random.nextInt(4)));
        }
        events.add(new ChatEvent.Finished(reasons, Usage.of(random.nextInt(99), 3)));
        return events;
    }

    private static String text(SplittableRandom random) {
        String alphabet = "ab \"\\\n\u00e9\u4e2d\u2028{}[]:,data: ";
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return random.nextInt(5) == 0 ? text.append("\ud83d\ude00").toString() : text.toString();
    }
}
