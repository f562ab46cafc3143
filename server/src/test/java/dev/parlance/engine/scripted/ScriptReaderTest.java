package dev.parlance.engine.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.sampling.SamplingParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptReaderTest {
    @Test
    void models_are_read_with_all_they_say() {
        Script script =
                Script.parse(
                        """
                        models:
                          - id: acme/tiny
                            owned-by: acme
                            context-length: 128
                            capabilities: [chat, stop]
                            sampling: [temperature, top_p]
                            dimensions: 8
                          - id: plain
                        """);
        ModelCard card = script.models().getFirst().card();

        assertThat(card.id().value()).isEqualTo("acme/tiny");
        assertThat(card.ownedBy()).isEqualTo("acme");
        assertThat(card.contextLength()).isEqualTo(128);
        assertThat(card.capabilities()).containsOnly(Capability.CHAT, Capability.STOP);
        assertThat(card.sampling())
                .containsOnly(SamplingParameter.TEMPERATURE, SamplingParameter.TOP_P);
        assertThat(script.models().get(1).card().capabilities()).isEqualTo(ScriptedModel.PLAYABLE);
    }

    @Test
    void no_models_means_the_one_named_scripted() {
        assertThat(Script.parse("rules: []").models())
                .isEqualTo(Script.echo().models())
                .extracting(model -> model.id().value())
                .containsExactly("scripted");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    model: []|model: not a key here; did you mean 'models'?
                    []|the script: write keys and values here
                    models: [{name: x}]|models[0].id: this text is needed
                    models: [{id: x}, {id: x}]|the id 'x' is there twice
                    models: [{id: x, context-length: 3}]|models[0].context-length: write a whole number from 16 to 1048576
                    models: [{id: x, capabilities: [tool]}]|models[0].capabilities: no 'tool'; did you mean 'tools'?
                    models: [{id: x, capabilities: [grammar]}]|no 'grammar'
                    models: [{id: x, sampling: [top-p]}]|did you mean 'top_p'?
                    rules: [{}]|rules[0].reply: a rule has either 'reply' or 'sequence'
                    rules: [{sequence: []}]|has no reply
                    rules: [{when: {usr: x}, reply: {}}]|rules[0].when.usr: not a key here; did you mean 'user'?
                    rules: [{when: {user: {}}, reply: {}}]|rules[0].when.user: write one of 'exact', 'contains' and 'regex'
                    rules: [{when: {user: {exact: a, regex: b}}, reply: {}}]|rules[0].when.user: write one of
                    rules: [{when: {user: {regex: "a("}}, reply: {}}]|rules[0].when.user.regex: 'a(' is no expression
                    rules: [{when: {operation: chatt}, reply: {}}]|did you mean 'chat'?
                    rules: [{times: 0, reply: {}}]|rules[0].times: write a whole number from 1
                    rules: [{reply: {delay: 5}}]|rules[0].reply.delay: '5' is no duration; write 250ms, 1.5s or 2m
                    rules: [{reply: {delay: 61m}}]|rules[0].reply.delay: '61m' is longer than an hour
                    rules: [{reply: {text: a, tokens: [b]}}]|rules[0].reply.tokens: write either 'text' or 'tokens'
                    rules: [{reply: {text: a, choices: [{text: b}]}}]|rules[0].reply.choices: put what is said into the choices
                    rules: [{reply: {finish-reason: ended}}]|write one of stop, length, tool_calls, content_filter
                    rules: [{reply: {tool-calls: [{arguments: {}}]}}]|rules[0].reply.tool-calls[0].name: this text is needed
                    rules: [{reply: {tool-calls: [{name: f, arguments: [1]}]}}]|tool-calls[0].arguments: write an object
                    rules: [{reply: {logprobs: [0.5]}}]|rules[0].reply.logprobs[0]: a log probability is at most 0
                    rules: [{reply: {usage: {tokens: 5}}}]|rules[0].reply.usage.tokens: not a key here
                    rules: [{reply: {fault: {status: 418}}}]|rules[0].reply.fault.status: write one of 400, 401
                    rules: [{reply: {fault: {status: 500, cut-after: 1}}}]|a fault is one of
                    rules: [{reply: {fault: {cut-after: 1, for: 1s}}}]|rules[0].reply.fault.for: not a key here
                    rules: [{when: {user: {regex: "(a)"}}, reply: {text: "costs $5"}}]|rules[0].reply.text: $5 asks for a group
                    models: [{id: x}]\\nrules: [{when: {model: y}, reply: {}}]|rules[0].when.model: no model 'y'; did you mean 'x'?
                    rules: [|Malformed YAML
                    """)
    void a_mistake_is_named_with_its_path(String yaml, String message) {
        assertThatThrownBy(() -> Script.parse(yaml.replace("\\n", "\n")))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining(message);
    }

    @Test
    void a_dollar_sign_is_plain_where_no_expression_has_groups() {
        Rehearsal rehearsal =
                new Rehearsal("rules: [{when: {user: price}, reply: {text: \"It costs $5.\"}}]");

        assertThat(rehearsal.say("price")).isEqualTo("It costs $5.");
    }
}
