package dev.parlance.engine.llama.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.chat.OutputConstraint;
import dev.parlance.core.chat.Tool;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.engine.llama.grammar.Grammar;
import dev.parlance.engine.llama.grammar.GrammarException;
import dev.parlance.engine.llama.grammar.GrammarLimits;
import dev.parlance.engine.llama.grammar.GrammarState;
import dev.parlance.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the grammar of a format lets a model write is what its parser understands.
class ReplyGrammarTest {
    private static final int ROUNDS = Integer.getInteger("tests.rounds", 25);
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());
    private static final Tool CITY =
            tool(
                    "get_weather",
                    """
                    {"type":"object","properties":{"city":{"type":"string"},
                      "unit":{"type":"string","enum":["C","F"]}},
                     "required":["city"],"additionalProperties":false}
                    """);
    private static final Tool COUNT =
            tool(
                    "count",
                    """
                    {"type":"object","properties":{"n":{"type":"integer"},"on":{"type":"boolean"}},
                     "required":["n","on"],"additionalProperties":false}
                    """);

    private static Tool tool(String name, String schema) {
        return new Tool(name, null, (JsonObject) Json.parse(schema), true);
    }

    private static ToolOffer offer(int maxCalls) {
        return new ToolOffer(List.of(CITY, COUNT), maxCalls);
    }

    private static ReplyFormat format(String name) {
        ThinkTags tags = new ThinkTags("<think>", "</think>");
        CallSyntax calls =
                switch (name) {
                    case "hermes" -> JsonBlock.HERMES;
                    case "list" -> JsonBlock.list("<|tool_call|>", "");
                    case "llama" -> BareJson.LLAMA;
                    case "plain" -> BareJson.PLAIN;
                    case "mistral" -> new Mistral(true);
                    case "mistral-list" -> new Mistral(false);
                    case "deepseek" -> MarkedCalls.DEEPSEEK;
                    case "deepseek-3.1" -> MarkedCalls.DEEPSEEK_31;
                    case "kimi" -> MarkedCalls.KIMI;
                    case "functionary-3.1" -> NamedJson.FUNCTIONARY_31;
                    case "functionary-3.2" -> NamedJson.FUNCTIONARY_32;
                    case "coder" -> TaggedParameters.QWEN_CODER;
                    case "minimax" -> TaggedParameters.MINIMAX;
                    case "glm" -> TaggedParameters.GLM;
                    default -> new Harmony();
                };
        return new ReplyFormat(name, calls, calls instanceof Harmony ? null : tags, true);
    }

    private static Grammar grammar(
            ReplyFormat format, ToolOffer offer, boolean required, String opening) {
        return Objects.requireNonNull(
                ReplyGrammar.of(
                        format,
                        offer,
                        required,
                        new OutputConstraint.Free(),
                        opening,
                        GrammarLimits.DEFAULT,
                        _ -> {}));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hermes",
                "list",
                "llama",
                "plain",
                "mistral",
                "mistral-list",
                "deepseek",
                "deepseek-3.1",
                "kimi",
                "functionary-3.1",
                "functionary-3.2",
                "coder",
                "minimax",
                "glm",
                "harmony"
            })
    void whatever_may_be_written_when_calls_are_required_is_calls(String name) {
        ReplyFormat format = format(name);
        String opening =
                switch (name) {
                    case "functionary-3.2" -> ">>>";
                    case "harmony" -> "<|start|>assistant";
                    default -> "";
                };
        for (int maxCalls : new int[] {1, 3}) {
            Grammar grammar = grammar(format, offer(maxCalls), true, opening);
            for (int round = 0; round < ROUNDS; round++) {
                long seed = SEED + round;
                String reply = GrammarWalk.text(grammar, new Random(seed));
                if (reply.isEmpty()) {
                    continue;
                }
                ReadReply read = ReadReply.of(format.parser(offer(maxCalls), opening), reply);
                assertThat(read.text()).as("seed %d: %s", seed, reply).isEmpty();
                assertThat(read.calls()).as("seed %d: %s", seed, reply).hasSizeBetween(1, maxCalls);
                for (ReadReply.Call call : read.calls()) {
                    assertThat(((JsonObject) Json.parse(call.arguments())).members())
                            .as("seed %d: %s", seed, reply)
                            .containsKey(call.name().equals("count") ? "n" : "city");
                }
            }
        }
    }

    private static boolean accepts(Grammar grammar, String text) {
        GrammarState state = grammar.start();
        return state.accept(text.getBytes(StandardCharsets.UTF_8)) && state.isComplete();
    }

    @Test
    void text_is_free_until_a_call_begins() {
        Grammar grammar = grammar(format("hermes"), offer(9), false, "");
        String call =
                "<tool_call>\n{\"name\": \"count\", \"arguments\": {\"n\": 1, \"on\": true}}\n</tool_call>";
        assertThat(accepts(grammar, "")).isTrue();
        assertThat(accepts(grammar, "Any <text> {\"at\": all}")).isTrue();
        assertThat(accepts(grammar, "I count.\n" + call + "\n" + call)).isTrue();
        assertThat(accepts(grammar, "<think>\nHm <tool_call>\n</think>\n\n" + call)).isTrue();
        assertThat(accepts(grammar, "<tool_call>\noops")).isFalse();
        assertThat(accepts(grammar, call.replace("count", "unknown"))).isFalse();
        assertThat(accepts(grammar, call.replace("1", "\"1\""))).isFalse();
        Grammar once = grammar(format("hermes"), offer(1), false, "");
        assertThat(accepts(once, "I count.\n" + call)).isTrue();
        assertThat(accepts(once, call + "\n" + call)).isFalse();
    }

    @Test
    void a_call_that_begins_like_text_is_not_held_to_anything() {
        assertThat(
                        ReplyGrammar.of(
                                format("plain"),
                                offer(9),
                                false,
                                new OutputConstraint.Free(),
                                "",
                                GrammarLimits.DEFAULT,
                                _ -> {}))
                .isNull();
    }

    @Test
    void text_of_a_given_form_or_calls() {
        Grammar grammar =
                Objects.requireNonNull(
                        ReplyGrammar.of(
                                format("plain"),
                                offer(9),
                                false,
                                new OutputConstraint.Choices(List.of("yes", "no")),
                                "",
                                GrammarLimits.DEFAULT,
                                _ -> {}));
        assertThat(accepts(grammar, "yes")).isTrue();
        assertThat(accepts(grammar, "maybe")).isFalse();
        assertThat(
                        accepts(
                                grammar,
                                "{\"name\": \"count\", \"arguments\": {\"n\": 1, \"on\": true}}"))
                .isTrue();
    }

    @Test
    void a_schema_that_cannot_be_followed_is_named() {
        Tool wrong =
                tool(
                        "wrong",
                        "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"odd\"}}}");
        ToolOffer offer = new ToolOffer(List.of(CITY, wrong), 1);
        assertThatThrownBy(() -> grammar(format("hermes"), offer, true, ""))
                .isInstanceOfSatisfying(
                        GrammarException.class,
                        e -> assertThat(e.where()).startsWith("tools/1/parameters/properties/a"));
    }

    @Test
    void schemas_too_large_to_follow_can_be_left_out() {
        StringBuilder properties = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            properties.append(i == 0 ? "" : ",").append("\"p").append(i);
            properties.append("\":{\"enum\":[\"").append("y".repeat(200)).append("\"]}");
        }
        Tool huge = tool("huge", "{\"type\":\"object\",\"properties\":{" + properties + "}}");
        ToolOffer offer = new ToolOffer(List.of(huge), 1);
        assertThatThrownBy(() -> grammar(format("hermes"), offer, true, ""))
                .isInstanceOf(GrammarException.class);
        Grammar loose = grammar(format("hermes"), offer.withoutSchemas(), true, "");
        String call = "<tool_call>{\"name\": \"huge\", \"arguments\": {\"any\": 1}}</tool_call>";
        assertThat(accepts(loose, call)).isTrue();
        assertThat(accepts(loose, call.replace("huge", "small"))).isFalse();
    }
}
