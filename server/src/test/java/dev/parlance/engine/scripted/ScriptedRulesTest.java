package dev.parlance.engine.scripted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.ContentPart;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.chat.OutputConstraint;
import dev.parlance.core.chat.Role;
import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import dev.parlance.core.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptedRulesTest {
    @Test
    void the_first_rule_that_matches_answers_and_the_echo_where_none_does() {
        Rehearsal rehearsal =
                new Rehearsal(
                        """
                        rules:
                          - when: {user: "hello"}
                            reply: {text: "exact"}
                          - when: {user: {contains: "HELLO", ignore-case: true}}
                            reply: {text: "contains"}
                          - when: {user: {regex: "^say (\\\\w+) to (\\\\w+)$"}}
                            reply: {text: "$2: $1 ($$1, $0)"}
                        """);

        assertThat(rehearsal.say("hello")).isEqualTo("exact");
        assertThat(rehearsal.say("well, hello there")).isEqualTo("contains");
        assertThat(rehearsal.say("say hi to me")).isEqualTo("me: hi ($1, say hi to me)");
        assertThat(rehearsal.say("anything")).isEqualTo("You said: anything");
    }

    @Test
    void a_rule_without_conditions_is_the_default() {
        Rehearsal rehearsal =
                new Rehearsal("rules: [{reply: {text: \"{{model}} heard {{ last_user }}\"}}]");

        assertThat(rehearsal.say("a {{model}} $1")).isEqualTo("scripted heard a {{model}} $1");
    }

    @Test
    void the_system_prompt_the_model_and_tools_can_be_conditions() {
        Rehearsal rehearsal =
                new Rehearsal(
                        """
                        models: [{id: scripted}, {id: other}]
                        rules:
                          - when: {model: other}
                            reply: {text: "other"}
                          - when: {system: {contains: "pirate"}}
                            reply: {text: "Arr!"}
                          - when: {has-tool-result: true, tool-result: {contains: "sunny"}}
                            reply: {text: "Take a hat. ({{tool_result}})"}
                          - when: {has-tools: true}
                            reply: {tool-calls: [{name: f, arguments: {q: "{{last_user}}"}}]}
                        """);
        ChatRequest pirate =
                Rehearsal.user("hi")
                        .withMessages(
                                List.of(
                                        ChatMessage.of(Role.SYSTEM, "You are a pirate."),
                                        ChatMessage.of(Role.USER, "hi")));
        ChatRequest result =
                Rehearsal.user("hi")
                        .withMessages(
                                List.of(
                                        ChatMessage.of(Role.USER, "weather?"),
                                        new ChatMessage(
                                                Role.TOOL,
                                                null,
                                                List.of(
                                                        new ContentPart.ToolResult(
                                                                "id", "sunny, 20")))));

        assertThat(rehearsal.ask(pirate).text()).isEqualTo("Arr!");
        assertThat(rehearsal.ask(result).text()).isEqualTo("Take a hat. (sunny, 20)");
        assertThat(rehearsal.ask(Rehearsal.withTools(Rehearsal.user("\"q\""))).toolCalls())
                .extracting(ContentPart.ToolUse::arguments)
                .containsExactly("{\"q\":\"\\\"q\\\"\"}");
        ChatRequest other =
                ChatRequest.of(new ModelId("other"), List.of(ChatMessage.of(Role.USER, "hi")));
        assertThat(rehearsal.ask(other).text()).isEqualTo("other");
    }

    @Test
    void a_sequence_answers_call_by_call_and_its_last_reply_repeats() {
        Rehearsal rehearsal =
                new Rehearsal(
                        """
                        rules:
                          - when: {user: go}
                            sequence:
                              - {text: "one"}
                              - {text: "call {{call}}"}
                        """);

        assertThat(List.of(rehearsal.say("go"), rehearsal.say("go"), rehearsal.say("go")))
                .containsExactly("one", "call 2", "call 3");
    }

    @Test
    void a_rule_that_is_used_up_lets_later_rules_answer() {
        Rehearsal rehearsal =
                new Rehearsal(
                        """
                        rules:
                          - {times: 2, reply: {text: "first"}}
                          - {reply: {text: "then"}}
                        """);

        assertThat(List.of(rehearsal.say("a"), rehearsal.say("b"), rehearsal.say("c")))
                .containsExactly("first", "first", "then");
    }

    @Test
    void an_expression_that_gets_lost_is_an_error_and_not_a_hang() {
        Rehearsal rehearsal =
                new Rehearsal(
                        "rules: [{name: evil, when: {user: {regex: '^(a+)+\\1b$'}}, reply: {text: x}}]");

        assertThat(rehearsal.problem(Rehearsal.user("a".repeat(60) + "!")))
                .isInstanceOfSatisfying(
                        InvalidRequest.class,
                        problem -> assertThat(problem.message()).contains("'evil'", "too many"));
    }

    @Test
    void an_expression_that_recurses_too_deep_is_an_error_too() {
        Rehearsal rehearsal =
                new Rehearsal("rules: [{when: {user: {regex: '^(a|b)*$'}}, reply: {text: x}}]");

        assertThat(rehearsal.problem(Rehearsal.user("ab".repeat(20_000))))
                .isInstanceOf(InvalidRequest.class);
    }

    @Test
    void explicit_tokens_come_one_by_one_and_count_one_each() {
        Rehearsal rehearsal =
                new Rehearsal(
                        "rules: [{reply: {tokens: [\"Hel\", \"lo \", \"wonderful world\"]}}]");
        List<String> deltas = new ArrayList<>();
        int output = 0;
        try (ChatStream stream = rehearsal.open(Rehearsal.user("x"))) {
            while (stream.hasNext()) {
                ChatEvent event = stream.next();
                if (event instanceof ChatEvent.TextDelta(_, var text, _)) {
                    deltas.add(text);
                }
                output = event instanceof ChatEvent.Finished(_, var u) ? u.outputTokens() : 0;
            }
        }
        assertThat(deltas).containsExactly("Hel", "lo ", "wonderful world");
        assertThat(output).isEqualTo(3);
    }

    @Test
    void a_reply_has_reasoning_calls_finish_reason_and_usage() {
        Rehearsal rehearsal =
                new Rehearsal(
                        """
                        rules:
                          - reply:
                              reasoning: "Let me look."
                              text: "Looking."
                              tool-calls:
                                - {name: find, arguments: {q: 1}, id: call_a}
                                - {name: raw, arguments: "not json"}
                              usage: {input-tokens: 7, output-tokens: 9, cache-read-input-tokens: 3}
                        """);
        ChatResult result = rehearsal.chat(Rehearsal.user("x"));
        ChatResult.Choice choice = result.choices().getFirst();

        assertThat(choice.reasoning()).isEqualTo("Let me look.");
        assertThat(choice.text()).isEqualTo("Looking.");
        assertThat(choice.toolCalls())
                .containsExactly(
                        new ContentPart.ToolUse("call_a", "find", "{\"q\":1}"),
                        new ContentPart.ToolUse("call_00000001", "raw", "not json"));
        assertThat(choice.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(result.usage()).isEqualTo(new Usage(7, 9, 3, 0, false));
    }

    @Test
    void several_choices_say_different_things_and_the_last_repeats() {
        Rehearsal rehearsal =
                new Rehearsal(
                        """
                        rules:
                          - reply:
                              choices:
                                - {text: "a", finish-reason: content_filter}
                                - {text: "b c d"}
                        """);
        ChatResult result = rehearsal.chat(Rehearsal.user("x").withN(3));

        assertThat(result.choices())
                .extracting(ChatResult.Choice::text)
                .containsExactly("a", "b c d", "b c d");
        assertThat(result.choices())
                .extracting(ChatResult.Choice::finishReason)
                .containsExactly(FinishReason.CONTENT_FILTER, FinishReason.STOP, FinishReason.STOP);
        assertThat(result.usage().outputTokens()).isEqualTo(1 + 3 + 3);
    }

    @Test
    void scripted_logprobs_come_first_and_computed_ones_after() {
        Rehearsal rehearsal =
                new Rehearsal(
                        """
                        rules:
                          - reply:
                              text: "yes no maybe"
                              logprobs:
                                - {logprob: -0.1, top: [{token: "yes", logprob: -0.1}, {token: "no", logprob: -2.5}]}
                                - -0.25
                        """);
        List<TokenLogprob> logprobs =
                rehearsal.ask(Rehearsal.user("x").withTopLogprobs(2)).logprobs();

        assertThat(logprobs)
                .extracting(TokenLogprob::token)
                .containsExactly("yes", " no", " maybe");
        assertThat(logprobs.get(0).top())
                .extracting(TokenLogprob.Alternative::token)
                .containsExactly("yes", "no");
        assertThat(logprobs.get(1).logprob()).isEqualTo(-0.25);
        assertThat(logprobs.get(2).top()).hasSize(2);
    }

    @Test
    void limits_and_stop_sequences_cut_a_script_as_they_cut_a_model() {
        Rehearsal rehearsal =
                new Rehearsal(
                        """
                        rules:
                          - reply: {reasoning: "one two", text: "three four five", finish-reason: stop}
                        """);

        ChatResult.Choice cut = rehearsal.ask(Rehearsal.user("x").withMaxTokens(3));
        ChatResult.Choice stopped = rehearsal.ask(Rehearsal.user("x").withStop(List.of("our")));

        assertThat(cut.reasoning()).isEqualTo("one two");
        assertThat(cut.text()).isEqualTo("three");
        assertThat(cut.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(stopped.text()).isEqualTo("three f");
        assertThat(stopped.finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void a_limit_inside_a_tool_call_cuts_its_arguments() {
        Rehearsal rehearsal =
                new Rehearsal(
                        "rules: [{reply: {tool-calls: [{name: f, arguments: {city: Paris}}]}}]");
        ChatResult.Choice choice = rehearsal.ask(Rehearsal.user("x").withMaxTokens(3));

        assertThat(choice.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(choice.toolCalls().getFirst().arguments()).isEqualTo("{\"city");
    }

    @Test
    void a_scripted_answer_to_a_constrained_call_is_reported_as_sent_as_written() {
        Rehearsal rehearsal = new Rehearsal("rules: [{reply: {text: \"no json\"}}]");
        CallContext context = rehearsal.context();
        ChatRequest request = Rehearsal.user("x").withConstraint(new OutputConstraint.Json());
        rehearsal.engine.chat(context, Rehearsal.MODEL, request).close();

        assertThat(context.dispositions().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.field()).isEqualTo("response_format"));
    }

    @Test
    void completions_match_on_their_prompt_and_rules_can_be_for_one_operation() {
        Rehearsal rehearsal =
                new Rehearsal(
                        """
                        rules:
                          - when: {operation: completion, user: {contains: "def "}}
                            reply: {text: "return 1"}
                        """);
        CompletionRequest request =
                CompletionRequest.of(Rehearsal.MODEL, new CompletionPrompt.Text("def f():"));

        assertThat(rehearsal.complete(request).choices().getFirst().text()).isEqualTo("return 1");
        assertThat(rehearsal.say("def f():")).startsWith("You said");
    }
}
