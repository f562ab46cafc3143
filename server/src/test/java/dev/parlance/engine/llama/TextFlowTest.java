package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.core.chat.Tool;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.engine.llama.Step.Text;
import dev.parlance.engine.llama.reply.ReplyFormat;
import dev.parlance.engine.llama.reply.ReplyParser;
import dev.parlance.engine.llama.reply.ToolOffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextFlowTest {
    private static TokenLogprob logprob(String token) {
        return new TokenLogprob(token, List.of(), -1, List.of());
    }

    private static TextFlow flow(int choice, String... stops) {
        return new TextFlow(choice, List.of(stops), ReplyParser.text());
    }

    private static @Nullable Text add(TextFlow flow, String piece) {
        return only(flow.add(piece.getBytes(StandardCharsets.UTF_8), logprob(piece)));
    }

    private static @Nullable Text only(List<Step> steps) {
        assertThat(steps).hasSizeLessThanOrEqualTo(1);
        return steps.isEmpty() ? null : (Text) steps.getFirst();
    }

    private static List<String> tokens(@Nullable Text step) {
        return Objects.requireNonNull(step).logprobs().stream().map(TokenLogprob::token).toList();
    }

    @Test
    void gives_each_token_with_the_text_it_begins() {
        TextFlow flow = flow(2, "STOP");

        Text first = add(flow, "go S");
        assertThat(first).isNotNull();
        assertThat(Objects.requireNonNull(first).choice()).isEqualTo(2);
        assertThat(first.text()).isEqualTo("go ");
        assertThat(tokens(first)).containsExactly("go S");
        assertThat(add(flow, "T")).isNull();
        Text second = add(flow, "art");
        assertThat(Objects.requireNonNull(second).text())
                .isEqualTo("START".substring(0, 2) + "art");
        assertThat(tokens(second)).containsExactly("T", "art");
    }

    @Test
    void leaves_out_tokens_that_belong_to_the_stop_sequence() {
        TextFlow flow = flow(0, "STOP");
        assertThat(tokens(add(flow, "a"))).containsExactly("a");
        assertThat(add(flow, "ST")).isNull();
        assertThat(add(flow, "OP")).isNull();
        assertThat(flow.stopped()).isTrue();
        assertThat(flow.finish()).isEmpty();
    }

    @Test
    void gives_what_was_held_back_at_the_end_with_all_its_tokens() {
        TextFlow flow = flow(0, "STOP");
        assertThat(add(flow, "ST")).isNull();
        assertThat(add(flow, "")).isNull();
        Text rest = only(flow.finish());
        assertThat(Objects.requireNonNull(rest).text()).isEqualTo("ST");
        assertThat(tokens(rest)).containsExactly("ST", "");
    }

    @Test
    void waits_for_whole_characters() {
        TextFlow flow = flow(0);
        byte[] bytes = "é".getBytes(StandardCharsets.UTF_8);
        assertThat(flow.add(new byte[] {bytes[0]}, logprob("1"))).isEmpty();
        Text step = only(flow.add(new byte[] {bytes[1]}, logprob("2")));
        assertThat(Objects.requireNonNull(step).text()).isEqualTo("é");
        assertThat(tokens(step)).containsExactly("1", "2");
    }

    private static TextFlow toolFlow(int maxCalls, String... stops) {
        ReplyFormat format = ReplyFormat.detect("{{ tools }}<tool_call></think>", true, _ -> false);
        Tool tool = new Tool("f", null, JsonObject.EMPTY, false);
        ToolOffer offer = new ToolOffer(List.of(tool), maxCalls);
        return new TextFlow(0, List.of(stops), format.parser(offer, ""));
    }

    private static List<Step> addAll(TextFlow flow, String... pieces) {
        List<Step> steps = new ArrayList<>();
        for (String piece : pieces) {
            steps.addAll(flow.add(piece.getBytes(StandardCharsets.UTF_8), logprob(piece)));
        }
        return steps;
    }

    @Test
    void gives_thoughts_text_and_calls_with_logprobs_of_the_text_alone() {
        TextFlow flow = toolFlow(9);
        List<Step> steps =
                new ArrayList<>(
                        addAll(
                                flow,
                                "<think>",
                                "Hm",
                                ".",
                                "</think>",
                                "\n",
                                "I",
                                " look",
                                ".",
                                "\n<tool",
                                "_call>",
                                "{\"name\": \"f\", ",
                                "\"arguments\": {",
                                "\"a\": 1",
                                "}}",
                                "</tool_call>"));
        steps.addAll(flow.finish());
        List<String> said = new ArrayList<>();
        StringBuilder arguments = new StringBuilder();
        StringBuilder thought = new StringBuilder();
        for (Step step : steps) {
            switch (step) {
                case Text text -> said.addAll(tokens(text));
                case Step.Reasoning(int _, var piece) -> thought.append(piece);
                case Step.ToolCall call -> arguments.append(call.arguments());
                case Step.Begun _, Step.End _, Step.Likely _, Step.Failure _ ->
                        throw new AssertionError(step);
            }
        }
        assertThat(said).containsExactly("I", " look", ".");
        assertThat(thought).hasToString("Hm.");
        assertThat(arguments).hasToString("{\"a\": 1}");
        assertThat(flow.reasoningTokens()).isEqualTo(4);
        assertThat(flow.reason(FinishReason.STOP)).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(flow.reason(FinishReason.LENGTH)).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void a_call_begins_with_its_name_and_what_there_is_of_its_arguments() {
        List<Step> steps = addAll(toolFlow(9), "<tool_call>{\"name\":\"f\",\"arguments\":{\"a");
        assertThat(steps).hasSize(1);
        assertThat(steps.getFirst())
                .isInstanceOfSatisfying(
                        Step.ToolCall.class,
                        call -> {
                            assertThat(call.name()).isEqualTo("f");
                            assertThat(call.id()).startsWith("call_");
                            assertThat(call.arguments()).isEqualTo("{\"a");
                        });
    }

    @Test
    void a_stop_sequence_ends_text_but_not_a_call() {
        TextFlow flow = toolFlow(9, "STOP");
        List<Step> steps =
                addAll(
                        flow,
                        "go ST",
                        "<tool_call>{\"name\":\"f\",\"arguments\":{\"a\":\"STOP\"}}",
                        "</tool_call>");
        assertThat(flow.stopped()).isFalse();
        assertThat(steps.getFirst()).isEqualTo(new Text(0, "go ", List.of(logprob("go ST"))));
        assertThat(steps.get(1)).isEqualTo(new Text(0, "ST", List.of()));
        assertThat(steps.getLast()).isInstanceOf(Step.ToolCall.class);
        assertThat(addAll(flow, "a STOP b")).hasSize(1);
        assertThat(flow.stopped()).isTrue();
        assertThat(flow.reason(FinishReason.STOP)).isEqualTo(FinishReason.TOOL_CALLS);
    }

    @Test
    void the_only_call_that_is_allowed_ends_the_reply() {
        TextFlow flow = toolFlow(1);
        List<Step> _ = addAll(flow, "<tool_call>{\"name\":\"f\"}</tool_call>");
        assertThat(flow.stopped()).isTrue();
        assertThat(flow.finish()).isEmpty();
    }

    @Test
    void gives_back_what_only_looked_like_a_call_with_its_tokens() {
        TextFlow flow = toolFlow(9);
        assertThat(addAll(flow, "<tool_call>", "no", "pe")).isNotEmpty();
        TextFlow held = toolFlow(9);
        assertThat(addAll(held, "<tool", "_call>", "{")).isEmpty();
        Text rest = only(held.finish());
        assertThat(Objects.requireNonNull(rest).text()).isEqualTo("<tool_call>{");
        assertThat(tokens(rest)).containsExactly("<tool", "_call>", "{");
    }
}
