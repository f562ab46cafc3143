package dev.parlance.engine.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.ContentPart;
import dev.parlance.core.chat.ContentPart.ToolUse;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.chat.OutputConstraint;
import dev.parlance.core.chat.ReasoningEffort;
import dev.parlance.core.chat.Role;
import dev.parlance.core.chat.ToolChoice;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EchoTest {
    private final Rehearsal rehearsal = Rehearsal.echo();

    @Test
    void the_last_user_message_comes_back() {
        ChatRequest request =
                Rehearsal.user("x")
                        .withMessages(
                                List.of(
                                        ChatMessage.of(Role.USER, "first"),
                                        ChatMessage.of(Role.ASSISTANT, "You said: first"),
                                        ChatMessage.of(Role.USER, "second 東京 {{model}} $1")));

        assertThat(rehearsal.ask(request).text()).isEqualTo("You said: second 東京 {{model}} $1");
        assertThat(rehearsal.say(" ")).isEqualTo("You said nothing.");
    }

    @Test
    void attachments_are_named() {
        ChatMessage message =
                new ChatMessage(
                        Role.USER,
                        null,
                        List.of(
                                new ContentPart.Text("See "),
                                new ContentPart.Image("data:image/png;base64,AA==", null),
                                new ContentPart.Audio("AA==", "wav"),
                                new ContentPart.File(null, "a.txt", "AA==")));

        assertThat(rehearsal.ask(Rehearsal.user("x").withMessages(List.of(message))).text())
                .isEqualTo("You said: See [image][audio: wav][file: a.txt]");
    }

    @Test
    void a_line_that_says_call_calls_the_tool() {
        ChatResult.Choice choice =
                rehearsal.ask(
                        Rehearsal.withTools(
                                Rehearsal.user(
                                        "Please\n call f {\"city\": \"Rome\"}\ncall g\ncall h {}")));

        assertThat(choice.toolCalls())
                .extracting(ToolUse::name, ToolUse::arguments)
                .containsExactly(tuple("f", "{\"city\": \"Rome\"}"), tuple("g", "{}"));
        assertThat(choice.text()).isEmpty();
        assertThat(choice.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
    }

    @Test
    void without_parallel_calls_only_the_first_is_made() {
        ChatRequest both = Rehearsal.withTools(Rehearsal.user("call f\ncall g"));
        ChatRequest one = both.withTools(both.tools(), both.toolChoice(), false);

        assertThat(rehearsal.ask(both).toolCalls()).hasSize(2);
        assertThat(rehearsal.ask(one).toolCalls()).hasSize(1);
    }

    @Test
    void a_forced_choice_calls_with_arguments_from_the_schema() {
        ChatRequest request = Rehearsal.withTools(Rehearsal.user("Rome"));

        for (ToolChoice choice :
                List.of(
                        new ToolChoice.Required(),
                        new ToolChoice.Named("f"),
                        new ToolChoice.Allowed(List.of("f"), true))) {
            assertThat(rehearsal.ask(request.withTools(request.tools(), choice, null)).toolCalls())
                    .extracting(ToolUse::name, ToolUse::arguments)
                    .containsExactly(tuple("f", "{\"city\":\"Rome\"}"));
        }
    }

    @Test
    void a_forbidden_choice_calls_nothing() {
        ChatRequest request = Rehearsal.withTools(Rehearsal.user("call f"));

        for (ToolChoice choice :
                List.of(new ToolChoice.None(), new ToolChoice.Allowed(List.of("g"), false))) {
            assertThat(rehearsal.ask(request.withTools(request.tools(), choice, null)).text())
                    .isEqualTo("You said: call f");
        }
    }

    @Test
    void a_tools_result_comes_back_as_the_answer() {
        ChatRequest request =
                Rehearsal.withTools(Rehearsal.user("x"))
                        .withMessages(
                                List.of(
                                        ChatMessage.of(Role.USER, "call f"),
                                        new ChatMessage(
                                                Role.ASSISTANT,
                                                null,
                                                List.of(new ToolUse("id", "f", "{}"))),
                                        ChatMessage.of(Role.TOOL, "sunny"),
                                        ChatMessage.of(Role.TOOL, "warm")));

        assertThat(rehearsal.ask(request).text()).isEqualTo("The tool said: sunny\nwarm");
    }

    @Test
    void every_call_has_an_id_of_its_own() {
        ChatRequest request = Rehearsal.withTools(Rehearsal.user("call f\ncall f"));

        assertThat(
                        rehearsal.chat(request.withN(2)).choices().stream()
                                .flatMap(choice -> choice.toolCalls().stream())
                                .map(ToolUse::id))
                .hasSize(4)
                .doesNotHaveDuplicates();
    }

    @Test
    void an_effort_brings_reasoning_that_counts() {
        ChatResult result =
                rehearsal.chat(Rehearsal.user("hi").withReasoningEffort(ReasoningEffort.LOW));

        assertThat(result.choices().getFirst().reasoning()).isNotBlank();
        assertThat(result.usage().reasoningOutputTokens()).isPositive();
        assertThat(rehearsal.ask(Rehearsal.user("hi").withReasoningEffort(ReasoningEffort.NONE)))
                .satisfies(choice -> assertThat(choice.reasoning()).isEmpty());
    }

    @Test
    void json_mode_gives_an_object_with_the_words() {
        assertThat(rehearsal.ask(constrained("say \"hi\"", new OutputConstraint.Json())).text())
                .isEqualTo("{\"said\":\"say \\\"hi\\\"\"}");
    }

    @Test
    void choices_give_the_one_that_was_named_or_the_first() {
        OutputConstraint choices = new OutputConstraint.Choices(List.of("red", "green"));

        assertThat(rehearsal.ask(constrained("I like green", choices)).text()).isEqualTo("green");
        assertThat(rehearsal.ask(constrained("I like blue", choices)).text()).isEqualTo("red");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"type":"string"}|"hi"
                    {"type":["string","null"],"maxLength":1}|"h"
                    {"type":"string","minLength":4}|"hi.."
                    {"type":"string","enum":["a","b"]}|"a"
                    {"const":5}|5
                    {"type":"integer","minimum":7}|7
                    {"type":"integer","exclusiveMaximum":0}|-1
                    {"type":"number","exclusiveMinimum":2}|2.5
                    {"type":"boolean"}|true
                    {"type":"null"}|null
                    {"type":"array","items":{"type":"string"},"minItems":2}|["hi","hi"]
                    {"anyOf":[{"type":"integer"},{"type":"null"}]}|1
                    {"type":"object","properties":{"a":{"$ref":"#/$defs/A"}},"$defs":{"A":{"type":"object","properties":{"b":{"type":"string"}}}}}|{"a":{"b":"hi"}}
                    """)
    void a_schema_gives_a_value_that_fits(String schema, String value) {
        OutputConstraint constraint = new OutputConstraint.JsonSchema("x", json(schema), true);

        assertThat(rehearsal.ask(constrained("hi", constraint)).text()).isEqualTo(value);
    }

    @Test
    void a_schema_that_holds_itself_ends() {
        JsonObject schema = json("{\"type\":\"array\",\"minItems\":3,\"items\":{\"$ref\":\"#\"}}");
        OutputConstraint constraint = new OutputConstraint.JsonSchema("x", schema, true);

        assertThat(rehearsal.ask(constrained("hi", constraint)).text()).startsWith("[[[[");
    }

    private static ChatRequest constrained(String text, OutputConstraint constraint) {
        return Rehearsal.user(text).withConstraint(constraint);
    }

    private static JsonObject json(String text) {
        JsonValue value = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        return (JsonObject) value;
    }
}
