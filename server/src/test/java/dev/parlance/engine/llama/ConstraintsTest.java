package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.access.Caller;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Deadline;
import dev.parlance.core.call.Disposition;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.ChatAccumulator;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.chat.OutputConstraint;
import dev.parlance.core.chat.Tool;
import dev.parlance.core.chat.ToolChoice;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.wire.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ConstraintsTest {
    private static final LlamaEngine ENGINE = BuiltinSubject.engine();

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static ChatResult.Choice ask(OutputConstraint constraint) {
        return ask(BuiltinSubject.ask("Hello").withConstraint(constraint));
    }

    private static ChatResult.Choice ask(ChatRequest request) {
        return all(request.withMaxTokens(100)).choices().getFirst();
    }

    private static ChatResult all(ChatRequest request) {
        return all(request, new Dispositions());
    }

    private static ChatResult all(ChatRequest request, Dispositions dispositions) {
        CallContext context =
                new CallContext(
                        Caller.ANONYMOUS,
                        "test",
                        Deadline.after(Duration.ofSeconds(60)),
                        CompatProfile.OPENAI,
                        false,
                        dispositions);
        try (ChatStream stream = ENGINE.chat(context, BuiltinSubject.MODEL, request)) {
            return ChatAccumulator.drain(stream);
        }
    }

    @Test
    void the_output_ends_when_the_constraint_is_satisfied() {
        for (int seed = 0; seed < 8; seed++) {
            ChatRequest request =
                    BuiltinSubject.ask("Hello")
                            .withSampling(Sampling.DEFAULT.withSeed((long) seed));
            ChatResult.Choice digits =
                    ask(request.withConstraint(new OutputConstraint.Regex("[0-9]{3}-[a-c]{1,9}é")));
            assertThat(digits.text()).matches("[0-9]{3}-[a-c]{1,9}é");
            assertThat(digits.finishReason()).isEqualTo(FinishReason.STOP);
            ChatResult.Choice choice =
                    ask(
                            request.withConstraint(
                                    new OutputConstraint.Choices(List.of("tea", "teapot", "ø"))));
            assertThat(choice.text()).isIn("tea", "teapot", "ø");
        }
        assertThat(ask(new OutputConstraint.Grammar("root ::= \"((\" [x-z]{5} \"))\"")).text())
                .matches("\\(\\([x-z]{5}\\)\\)");
    }

    @Test
    void each_choice_follows_the_constraint_by_itself() {
        ChatResult result =
                all(
                        BuiltinSubject.ask("Hello")
                                .withN(5)
                                .withConstraint(new OutputConstraint.Regex("[a-f]{2,20}!")));
        assertThat(result.choices()).hasSize(5);
        assertThat(result.choices()).allMatch(choice -> choice.text().matches("[a-f]{2,20}!"));
    }

    @Test
    void an_output_that_is_cut_off_says_so() {
        ChatResult.Choice choice =
                all(BuiltinSubject.ask("Hello")
                                .withMaxTokens(3)
                                .withConstraint(new OutputConstraint.Regex("[^a]{1000}")))
                        .choices()
                        .getFirst();
        assertThat(choice.finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void a_wrong_constraint_is_the_callers_fault() {
        refuses(
                new OutputConstraint.Grammar("root ::= x"),
                "grammar",
                "'grammar': line 1, column 10: The rule 'x' is not defined.");
        refuses(
                new OutputConstraint.Regex("(a", "guided_regex"),
                "guided_regex",
                "'guided_regex': line 1, column 3: ')' is missing for the '(' at line 1, column 1"
                        + " (found: the end)");
        refuses(
                new OutputConstraint.Choices(List.of()),
                "choices",
                "'choices': There is no choice.");
    }

    @Test
    void a_schema_is_refused_by_the_place_of_the_fault_told_once() {
        refuses(
                schema(Map.of("properties", Map.of("a", Map.of("not", Map.of())))),
                "format/properties/a/not",
                "'format/properties/a/not': 'not' is not supported.");
        refuses(
                schema(Map.of("$ref", "#/nowhere")),
                "format",
                "'format': '$ref' leads nowhere: #/nowhere");
    }

    private static OutputConstraint schema(Map<String, Object> schema) {
        return new OutputConstraint.JsonSchema(
                "s", (JsonObject) JsonValue.from(schema), true, "format");
    }

    @Test
    void a_bomb_fails_its_own_request_alone() {
        OutputConstraint bomb = new OutputConstraint.Regex("((a{1,9999}){1,9999}){99,9999}!");
        assertThatThrownBy(() ->
                        all(
                                BuiltinSubject.ask("Hello")
                                        .withMaxTokens(400)
                                        .withSampling(Sampling.DEFAULT.withSeed(1L))
                                        .withConstraint(bomb)))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("too ambiguous");
        assertThat(ask(new OutputConstraint.Choices(List.of("fine"))).text()).isEqualTo("fine");
    }

    @Test
    void a_schema_without_values_is_told_of_as_a_schema() {
        refuses(
                schema("{'type':'integer','minimum':5,'maximum':4}", true),
                "response_format",
                "'response_format': No value satisfies the schema: its conditions exclude each"
                        + " other, or it never comes to an end.");
        refuses(
                schema("{'$ref':'#'}", true),
                "response_format",
                "'response_format': References lead from the schema back to itself, and to no"
                        + " value on the way.");
        refuses(
                schema("{'type':'array','uniqueItems':true}", true),
                "response_format/uniqueItems",
                "'response_format/uniqueItems': 'uniqueItems' is not supported.");
    }

    @Test
    void what_is_left_out_is_told_beside_tools_too() {
        Tool lenient = new Tool("f", null, json("{'type':'object','not':{'const':1}}"), false);
        Dispositions dispositions = new Dispositions();
        ChatResult _ =
                all(
                        BuiltinSubject.ask("Hello")
                                .withMaxTokens(20)
                                .withTools(List.of(lenient), new ToolChoice.Auto(), null)
                                .withConstraint(schema("{'not':{'const':1}}", false)),
                        dispositions);
        assertThat(dispositions.entries())
                .extracting(Disposition::field)
                .containsExactlyInAnyOrder("tools/0/parameters/not", "response_format/not");
    }

    @Test
    void a_wrong_schema_beside_tools_is_named_itself() {
        ChatRequest request =
                BuiltinSubject.ask("Hello")
                        .withTools(
                                List.of(new Tool("f", null, json("{'type':'object'}"), false)),
                                new ToolChoice.Auto(),
                                null);
        refuses(
                request.withConstraint(schema("{'not':{}}", true)),
                "response_format/not",
                "'response_format/not': 'not' is not supported.");
    }

    private static OutputConstraint schema(String json, boolean strict) {
        return new OutputConstraint.JsonSchema("s", json(json), strict, "response_format");
    }

    private static JsonObject json(String text) {
        return (JsonObject) Json.parse(text.replace('\'', '"'));
    }

    private static void refuses(OutputConstraint constraint, String param, String message) {
        refuses(BuiltinSubject.ask("Hello").withConstraint(constraint), param, message);
    }

    private static void refuses(ChatRequest request, String param, String message) {
        assertThatThrownBy(() -> ask(request))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.problem()).isEqualTo(new InvalidRequest(param, message)));
    }
}
