package dev.parlance.engine.llama.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.chat.Tool;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.engine.llama.reply.ReadReply.Call;
import dev.parlance.engine.llama.reply.ReplyPart.Arguments;
import dev.parlance.engine.llama.reply.ReplyPart.CallBegun;
import dev.parlance.engine.llama.reply.ReplyPart.Text;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyParserTest {
    private static final ThinkTags TAGS = new ThinkTags("<think>", "</think>");
    private static final ReplyFormat HERMES =
            new ReplyFormat("hermes", JsonBlock.HERMES, TAGS, true);

    private static ToolOffer offer(int maxCalls) {
        return new ToolOffer(
                List.of(
                        new Tool("f", null, JsonObject.EMPTY, false),
                        new Tool("get_weather", null, JsonObject.EMPTY, false)),
                maxCalls);
    }

    private static ReplyParser parser(CallSyntax calls) {
        return new ReplyFormat("any", calls, TAGS, true).parser(offer(9), "");
    }

    private static ReadReply read(CallSyntax calls, String text) {
        return ReadReply.of(parser(calls), text);
    }

    @Test
    void streams_the_arguments_as_the_model_writes_them() {
        ReplyParser parser = HERMES.parser(offer(9), "");
        assertThat(parser.add("Let me look.\n<tool_")).containsExactly(new Text(0, "Let me look."));
        assertThat(parser.add("call>\n{\"name\": \"get_wea")).isEmpty();
        List<ReplyPart> begun = parser.add("ther\", \"arguments\": {\"city\": \"Par");
        assertThat(begun).hasSize(2);
        assertThat(begun.getFirst()).isInstanceOf(CallBegun.class);
        assertThat(begun.getLast()).isEqualTo(new Arguments(0, "{\"city\": \"Par"));
        assertThat(parser.add("is\"}")).containsExactly(new Arguments(0, "is\"}"));
        assertThat(parser.add("}\n</tool_call>")).isEmpty();
        assertThat(parser.hasCalls()).isTrue();
        assertThat(parser.finish()).isEmpty();
    }

    @Test
    void shows_text_at_once_and_holds_back_only_what_may_be_a_marker() {
        ReplyParser parser = parser(JsonBlock.HERMES);
        assertThat(parser.add("a < b")).containsExactly(new Text(0, "a < b"));
        assertThat(parser.add(" <")).isEmpty();
        assertThat(parser.add("tool> ")).containsExactly(new Text(5, " <tool>"));
        assertThat(parser.finish()).containsExactly(new Text(12, " "));
    }

    @Test
    void without_tools_a_marker_is_text() {
        ReplyParser parser = HERMES.parser(null, "");
        String reply = "<tool_call>\n{\"name\": \"f\", \"arguments\": {}}\n</tool_call>\n";
        assertThat(ReadReply.of(parser, reply)).isEqualTo(new ReadReply("", reply, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<tool_call>",
                "<tool_call>\nnot JSON\n",
                "<tool_call>{\"name\": \"unknown\", \"arguments\": {}}",
                "<tool_call>{\"name\": \"f\", \"arguments\": 7}",
                "<tool_call>{\"name\": \"f\", ",
                "<tool_call>{\"arguments\": {\"a\": 1}}",
                "a <tool_call"
            })
    void what_only_looks_like_a_call_comes_back_as_text(String reply) {
        assertThat(read(JsonBlock.HERMES, reply)).isEqualTo(new ReadReply("", reply, List.of()));
    }

    @Test
    void a_call_after_a_broken_one_is_still_found() {
        ReadReply read =
                read(
                        JsonBlock.HERMES,
                        "<tool_call>oops</tool_call>\n<tool_call>{\"name\":\"f\"}</tool_call>");
        assertThat(read.calls()).containsExactly(new Call("f", "{}"));
        assertThat(read.text()).isEqualTo("<tool_call>oops");
    }

    @Test
    void forgives_a_brace_too_many_and_a_close_too_few() {
        assertThat(read(JsonBlock.HERMES, "<tool_call>{\"name\":\"f\",\"arguments\":{\"a\":1}}}"))
                .isEqualTo(new ReadReply("", "}", List.of(new Call("f", "{\"a\":1}"))));
        assertThat(read(JsonBlock.HERMES, "<tool_call>{\"name\":\"f\",\"arguments\":{\"a\":1}"))
                .isEqualTo(new ReadReply("", "", List.of(new Call("f", "{\"a\":1}"))));
    }

    @Test
    void arguments_that_end_early_are_given_as_far_as_they_came() {
        assertThat(read(JsonBlock.HERMES, "<tool_call>{\"name\":\"f\",\"arguments\":{\"a\": \"b"))
                .isEqualTo(new ReadReply("", "", List.of(new Call("f", "{\"a\": \"b"))));
    }

    @Test
    void plain_json_that_calls_nothing_is_text() {
        for (String reply :
                List.of(
                        "{\"name\": \"Bob\", \"age\": 3}",
                        "{\"answer\": 42}",
                        "{}",
                        "[1, 2]",
                        "```json\n{\"name\": \"x\"}\n```",
                        "Use {\"name\": \"f\", \"arguments\": {}} to call it.")) {
            assertThat(read(BareJson.PLAIN, reply)).isEqualTo(new ReadReply("", reply, List.of()));
        }
    }

    @Test
    void plain_json_is_shown_as_soon_as_it_is_no_call() {
        ReplyParser parser = parser(BareJson.PLAIN);
        assertThat(parser.add("{\"ans")).isEmpty();
        assertThat(parser.add("wer\": 4")).containsExactly(new Text(0, "{\"answer\": 4"));
    }

    @Test
    void a_reply_with_one_call_ends_behind_it() {
        ReplyParser parser = HERMES.parser(offer(1), "");
        List<ReplyPart> _ = parser.add("<tool_call>{\"name\":\"f\",\"arguments\":{}}");
        assertThat(parser.ended()).isFalse();
        List<ReplyPart> _ = parser.add("\n</tool_call>");
        assertThat(parser.ended()).isTrue();
        assertThat(parser.add("\n<tool_call>{\"name\":\"f\",\"arguments\":{}}")).isEmpty();
    }

    @Test
    void a_thought_comes_first_or_is_no_thought() {
        assertThat(read(JsonBlock.HERMES, "\n<think>\nHm.\n</think>\n\nYes. <think>no</think>"))
                .isEqualTo(new ReadReply("Hm.", "Yes. <think>no</think>", List.of()));
        assertThat(read(JsonBlock.HERMES, "<think>never closed"))
                .isEqualTo(new ReadReply("never closed", "", List.of()));
        assertThat(read(JsonBlock.HERMES, "<think>\n\n</think>\n\nYes"))
                .isEqualTo(new ReadReply("", "Yes", List.of()));
    }

    @Test
    void a_call_inside_a_thought_is_thought() {
        String call = "<tool_call>{\"name\":\"f\",\"arguments\":{}}</tool_call>";
        assertThat(read(JsonBlock.HERMES, "<think>" + call + "</think>" + call))
                .isEqualTo(new ReadReply(call, "", List.of(new Call("f", "{}"))));
    }

    @Test
    void a_thought_that_the_prompt_opened_goes_on() {
        String opening = HERMES.opening("user: hi\nassistant: <think>\n");
        assertThat(opening).isEqualTo("<think>\n");
        ReplyParser parser = HERMES.parser(null, opening);
        assertThat(parser.inThought()).isTrue();
        assertThat(parser.add("Hm.</think>Yes"))
                .containsExactly(new ReplyPart.Reasoning("Hm."), new Text(11, "Yes"));
        assertThat(parser.inThought()).isFalse();
        assertThat(HERMES.opening("assistant: <think>\n\n</think>\n\n")).isEmpty();
    }

    @Test
    void nothing_of_the_prompt_is_ever_shown() {
        ReplyFormat functionary =
                new ReplyFormat("functionary-3.2", NamedJson.FUNCTIONARY_32, null, true);
        String opening = functionary.opening("assistant\n\n>>>");
        assertThat(ReadReply.of(functionary.parser(offer(9), opening), "all\nHello"))
                .isEqualTo(new ReadReply("", "Hello", List.of()));
        assertThat(ReadReply.of(functionary.parser(offer(9), opening), "Hello"))
                .isEqualTo(new ReadReply("", "Hello", List.of()));
        assertThat(ReadReply.of(functionary.parser(null, opening), "all\nHello").text())
                .isEqualTo("Hello");
    }

    @Test
    void channels_frame_every_reply() {
        ReplyFormat harmony = new ReplyFormat("harmony", new Harmony(), null, true);
        String reply =
                "<|channel|>analysis<|message|>Hm.<|end|>"
                        + "<|start|>assistant<|channel|>final<|message|>Yes";
        String opening = harmony.opening("...<|start|>assistant");
        assertThat(ReadReply.of(harmony.parser(null, opening), reply))
                .isEqualTo(new ReadReply("Hm.", "Yes", List.of()));
        String call = " to=functions.f<|channel|>commentary json<|message|>{\"a\":1}";
        assertThat(ReadReply.of(harmony.parser(offer(9), opening), call))
                .isEqualTo(new ReadReply("", "", List.of(new Call("f", "{\"a\":1}"))));
    }

    @Test
    void parameters_between_tags_follow_the_schema_of_the_tool() {
        ToolOffer offer =
                new ToolOffer(List.of(new Tool("f", null, ParameterTextTest.SCHEMA, false)), 9);
        ReplyFormat coder = new ReplyFormat("coder", TaggedParameters.QWEN_CODER, null, true);
        ReadReply read =
                ReadReply.of(
                        coder.parser(offer, ""),
                        "<tool_call>\n<function=f>\n<parameter=text>\n12\n\"x\"\n</parameter>\n"
                                + "<parameter=flag>\nTrue\n</parameter>\n"
                                + "<parameter=count>\nmany\n</parameter>\n</function>\n</tool_call>");
        assertThat(read.calls())
                .containsExactly(
                        new Call(
                                "f",
                                "{\"text\": \"12\\n\\\"x\\\"\", \"flag\": true, \"count\": \"many\"}"));
    }

    @Test
    void a_string_between_tags_is_streamed() {
        ToolOffer offer =
                new ToolOffer(List.of(new Tool("f", null, ParameterTextTest.SCHEMA, false)), 9);
        ReplyParser parser =
                new ReplyFormat("coder", TaggedParameters.QWEN_CODER, null, true).parser(offer, "");
        List<ReplyPart> parts = new ArrayList<>(parser.add("<tool_call><function=f>"));
        assertThat(parts).hasSize(1);
        assertThat(parser.add("<parameter=text>\none"))
                .containsExactly(new Arguments(0, "{\"text\": \"one"));
        assertThat(parser.add("\n")).isEmpty();
        assertThat(parser.add("two\n</par")).containsExactly(new Arguments(0, "\\ntwo"));
        assertThat(parser.add("ameter></function>")).containsExactly(new Arguments(0, "\"}"));
    }

    @Test
    void ids_are_unique_and_as_long_as_the_family_wants() {
        List<String> ids = new ArrayList<>();
        for (ReplyPart part : parser(new Mistral(true)).add("[TOOL_CALLS]f{}[TOOL_CALLS]f{}")) {
            if (part instanceof CallBegun(int _, var id, var _)) {
                assertThat(id).matches("[A-Za-z0-9]{9}");
                ids.add(id);
            }
        }
        assertThat(ids).hasSize(2).doesNotHaveDuplicates();
        assertThat(
                        ((CallBegun)
                                        parser(BareJson.PLAIN)
                                                .add("{\"name\":\"f\",\"arguments\":{")
                                                .getFirst())
                                .id())
                .matches("call_[A-Za-z0-9]{24}");
    }
}
