package dev.parlance.engine.llama.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.chat.Tool;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a model of each family writes is read back, however its text is cut.
class ReplyFormatPropertyTest {
    private static final int ROUNDS = Integer.getInteger("tests.rounds", 300);
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());
    private static final List<String> NAMES = List.of("f", "get_weather", "all-things", "Find2");
    private static final List<String> WORDS =
            List.of(
                    "a", " ", "\n", "\n\n", "{", "}", "\"", "\\", "[", "]", "<", ">", ">>", "é",
                    "𝄞", "</", "tool", "_call", "`", ",", ":", "｜", "<｜tool", "|", "name", "\t",
                    "7");
    private static final JsonObject SCHEMA =
            (JsonObject)
                    Json.parse(
                            """
                            {"type":"object","properties":{
                              "text":{"type":"string"},
                              "count":{"type":"integer"},
                              "flag":{"type":"boolean"},
                              "more":{"type":["object","array","null"]}}}\
                            """);
    private static final ToolOffer OFFER =
            new ToolOffer(
                    NAMES.stream().map(name -> new Tool(name, null, SCHEMA, false)).toList(), 9);

    private static ReplyFormat format(ReplyWriter writer) {
        CallSyntax calls =
                switch (writer) {
                    case HERMES -> JsonBlock.HERMES;
                    case LLAMA -> BareJson.LLAMA;
                    case PLAIN -> BareJson.PLAIN;
                    case MISTRAL_LIST -> new Mistral(false);
                    case MISTRAL -> new Mistral(true);
                    case DEEPSEEK, DEEPSEEK_31 -> MarkedCalls.DEEPSEEK;
                    case KIMI -> MarkedCalls.KIMI;
                    case FUNCTIONARY_31 -> NamedJson.FUNCTIONARY_31;
                    case FUNCTIONARY_32 -> NamedJson.FUNCTIONARY_32;
                    case QWEN_CODER -> TaggedParameters.QWEN_CODER;
                    case MINIMAX -> TaggedParameters.MINIMAX;
                    case GLM -> TaggedParameters.GLM;
                    case HARMONY -> new Harmony();
                };
        ThinkTags tags =
                writer == ReplyWriter.HARMONY ? null : new ThinkTags("<think>", "</think>");
        return new ReplyFormat(writer.name(), calls, tags, true);
    }

    @ParameterizedTest
    @EnumSource(ReplyWriter.class)
    void any_cut_of_any_reply_gives_the_calls_that_were_written(ReplyWriter writer) {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = SEED + round;
            Random random = new Random(seed);
            String thought = random.nextBoolean() ? words(random, 1, 6).strip() : "";
            boolean says = allowsText(writer) && random.nextBoolean();
            String said = says ? words(random, 1, 8).strip() : "";
            List<ReplyWriter.Call> calls = calls(random);
            String reply = thought(writer, thought, random) + said(writer, said);
            reply += said.isEmpty() ? "" : random.nextBoolean() ? "\n" : "";
            reply += between(writer, said) + writer.calls(random, calls);
            List<String> pieces = ReadReply.cut(random, reply);

            ReadReply read;
            try {
                read = ReadReply.of(format(writer).parser(OFFER, ""), pieces);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("-Dtests.seed=" + seed + " for " + reply, e);
            }

            assertThat(read.thought()).as("seed %d: %s", seed, reply).isEqualTo(thought);
            assertThat(read.text()).as("seed %d: %s", seed, reply).isEqualTo(said);
            assertThat(read.calls()).as("seed %d: %s", seed, reply).hasSameSizeAs(calls);
            for (int i = 0; i < calls.size(); i++) {
                ReadReply.Call call = read.calls().get(i);
                assertThat(call.name())
                        .as("seed %d: %s", seed, reply)
                        .isEqualTo(calls.get(i).name());
                assertThat(Json.parse(call.arguments()))
                        .as("seed %d: %s", seed, reply)
                        .isEqualTo(calls.get(i).arguments());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ReplyWriter.class)
    void any_text_reads_the_same_in_one_piece_and_in_many(ReplyWriter writer) {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = SEED + round;
            Random random = new Random(seed);
            String reply = broken(random, writer);
            ReadReply whole = ReadReply.of(format(writer).parser(OFFER, ""), reply);

            ReadReply cut =
                    ReadReply.of(format(writer).parser(OFFER, ""), ReadReply.cut(random, reply));

            assertThat(cut).as("-Dtests.seed=%d: %s", seed, reply).isEqualTo(whole);
        }
    }

    /// A reply with pieces left out, doubled or put in.
    private static String broken(Random random, ReplyWriter writer) {
        String reply =
                words(random, 0, 3) + writer.calls(random, calls(random)) + words(random, 0, 3);
        for (int damage = random.nextInt(4); damage > 0; damage--) {
            int[] points = reply.codePoints().toArray();
            int from = random.nextInt(points.length);
            int length = Math.min(points.length - from, random.nextInt(9));
            reply =
                    new String(points, 0, from)
                            + (random.nextBoolean() ? words(random, 1, 2) : "")
                            + new String(points, from + length, points.length - from - length);
            if (reply.isEmpty()) {
                return "x";
            }
        }
        return reply;
    }

    private static boolean allowsText(ReplyWriter writer) {
        return writer != ReplyWriter.LLAMA && writer != ReplyWriter.PLAIN;
    }

    private static String thought(ReplyWriter writer, String thought, Random random) {
        if (thought.isEmpty()) {
            return "";
        }
        String gap = random.nextBoolean() ? "\n" : "";
        return writer == ReplyWriter.HARMONY
                ? "<|channel|>analysis<|message|>" + thought + "<|end|><|start|>assistant"
                : "<think>" + gap + thought + gap + "</think>" + gap + gap;
    }

    private static String said(ReplyWriter writer, String said) {
        return switch (writer) {
            case HARMONY -> said.isEmpty() ? "" : "<|channel|>commentary<|message|>" + said;
            case FUNCTIONARY_32 -> said.isEmpty() ? "" : ">>>all\n" + said;
            default -> said;
        };
    }

    private static String between(ReplyWriter writer, String said) {
        return writer == ReplyWriter.HARMONY && !said.isEmpty() ? "<|end|><|start|>assistant" : "";
    }

    private static List<ReplyWriter.Call> calls(Random random) {
        List<ReplyWriter.Call> calls = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            Map<String, JsonValue> members = new LinkedHashMap<>();
            if (random.nextInt(4) > 0) {
                members.put("text", JsonValue.of(words(random, 0, 6)));
            }
            if (random.nextBoolean()) {
                members.put("count", JsonValue.of(random.nextLong()));
            }
            if (random.nextBoolean()) {
                members.put("flag", JsonValue.of(random.nextBoolean()));
            }
            if (random.nextBoolean()) {
                members.put("more", more(random));
            }
            String name = NAMES.get(random.nextInt(NAMES.size()));
            calls.add(new ReplyWriter.Call(name, new JsonObject(members)));
        }
        return calls;
    }

    private static JsonValue more(Random random) {
        JsonValue text = JsonValue.of(words(random, 0, 3));
        return random.nextBoolean()
                ? JsonValue.array(text, JsonValue.of(1))
                : new JsonObject(Map.of("k}", text));
    }

    private static String words(Random random, int least, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = least + random.nextInt(most - least + 1); i > 0; i--) {
            text.append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return text.toString();
    }
}
