package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.Calls;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatAccumulator;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.ChatResult.Choice;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.ContentPart.ToolResult;
import dev.parlance.core.chat.ContentPart.ToolUse;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.chat.OutputConstraint;
import dev.parlance.core.chat.ReasoningEffort;
import dev.parlance.core.chat.Role;
import dev.parlance.core.chat.Tool;
import dev.parlance.core.chat.ToolChoice;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.wire.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Tools and thoughts with real weights: the built-in model has learned the form of both.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LlamaToolsTest {
    private static final Tool WEATHER =
            new Tool(
                    "get_weather",
                    "Get the weather in a city",
                    (JsonObject)
                            Json.parse(
                                    """
                                    {"type":"object","properties":{"city":{"type":"string"}},
                                     "required":["city"],"additionalProperties":false}
                                    """),
                    false);

    private static final JsonObject COUNT =
            (JsonObject)
                    Json.parse(
                            """
                            {"type":"object","properties":{"sheep":{"type":"integer"}},
                             "required":["sheep"],"additionalProperties":false}
                            """);

    private LlamaEngine engine;

    @BeforeAll
    void open() {
        engine = BuiltinSubject.engine();
    }

    @AfterAll
    void close() {
        engine.close();
    }

    private static ChatRequest ask(ChatMessage... messages) {
        return ChatRequest.of(BuiltinSubject.MODEL, List.of(messages))
                .withSampling(Sampling.DEFAULT.with(SamplingParameter.TEMPERATURE, 0))
                .withMaxTokens(100);
    }

    private static ChatRequest weather(ToolChoice choice) {
        return ask(ChatMessage.of(Role.USER, "What is the weather in Paris?"))
                .withTools(List.of(WEATHER), choice, null);
    }

    private ChatResult run(CallContext context, ChatRequest request) {
        try (ChatStream stream = engine.chat(context, BuiltinSubject.MODEL, request)) {
            return ChatAccumulator.drain(stream);
        }
    }

    private Choice choice(ChatRequest request) {
        return run(Calls.any(), request).choices().getFirst();
    }

    @Test
    void calls_an_offered_tool_of_its_own_accord() {
        Choice choice = choice(weather(new ToolChoice.Auto()));
        assertThat(choice.toolCalls()).hasSize(1);
        ToolUse call = choice.toolCalls().getFirst();
        assertThat(call.name()).isEqualTo("get_weather");
        assertThat(Json.parse(call.arguments())).isInstanceOf(JsonObject.class);
        assertThat(choice.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(choice.text()).isEmpty();
    }

    @Test
    void is_not_shown_tools_that_it_must_not_call() {
        Choice choice = choice(weather(new ToolChoice.None()));
        assertThat(choice.toolCalls()).isEmpty();
        assertThat(choice.finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void tells_what_a_tool_answered() {
        ToolUse call = new ToolUse("call_1", "get_weather", "{\"city\": \"Paris\"}");
        ChatRequest request =
                ask(
                                ChatMessage.of(Role.USER, "What is the weather in Paris?"),
                                new ChatMessage(Role.ASSISTANT, null, List.of(call)),
                                new ChatMessage(
                                        Role.TOOL,
                                        null,
                                        List.of(new ToolResult("call_1", "12 degrees, rain"))))
                        .withTools(List.of(WEATHER), new ToolChoice.Auto(), null);
        Choice choice = choice(request);
        assertThat(choice.text()).contains("12 degrees");
        assertThat(choice.finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void thinks_when_asked_to_and_says_how_much() {
        ChatRequest request =
                ask(ChatMessage.of(Role.USER, "What is the capital of France?"))
                        .withReasoningEffort(ReasoningEffort.HIGH);
        ChatResult result = run(Calls.any(), request);
        Choice choice = result.choices().getFirst();
        assertThat(choice.reasoning()).isNotBlank().doesNotContain("think>");
        assertThat(choice.text()).isNotBlank().doesNotContain("think>");
        assertThat(result.usage().reasoningOutputTokens())
                .isBetween(3, result.usage().outputTokens() - 1);
    }

    @Test
    void variables_of_the_template_can_be_set() {
        JsonObject thinking =
                (JsonObject)
                        JsonValue.from(
                                Map.of("chat_template_kwargs", Map.of("enable_thinking", true)));
        ChatRequest request =
                ask(ChatMessage.of(Role.USER, "What is the capital of France?"))
                        .withExtensions(thinking);
        assertThat(choice(request).reasoning()).isNotBlank();
        assertThat(choice(request.withExtensions(JsonObject.EMPTY)).reasoning()).isEmpty();
    }

    @Test
    void goes_on_from_what_it_is_said_to_have_begun() {
        JsonObject go = (JsonObject) JsonValue.from(Map.of("continue_final_message", true));
        ChatRequest request =
                ask(
                                ChatMessage.of(Role.USER, "What is the capital of France?"),
                                ChatMessage.of(Role.ASSISTANT, "The capital of France"))
                        .withExtensions(go);
        assertThat(choice(request).text()).startsWith(" is").contains("Paris");
    }

    @Test
    void calls_when_it_must_and_what_it_must() {
        Tool other = new Tool("count_sheep", null, COUNT, true);
        for (ToolChoice must :
                List.of(
                        new ToolChoice.Required(),
                        new ToolChoice.Named("count_sheep"),
                        new ToolChoice.Allowed(List.of("count_sheep"), true))) {
            ChatRequest request =
                    ask(ChatMessage.of(Role.USER, "Hello")).withTools(List.of(other), must, false);
            Choice choice = choice(request);
            assertThat(choice.text()).isEmpty();
            assertThat(choice.toolCalls()).hasSize(1);
            ToolUse call = choice.toolCalls().getFirst();
            assertThat(call.name()).isEqualTo("count_sheep");
            assertThat(call.arguments()).matches("\\{\\s*\"sheep\":\\s*-?\\d+\\s*}");
            assertThat(choice.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
        }
    }

    @Test
    void any_sampling_gives_calls_that_the_schemas_accept() {
        Tool count = new Tool("count_sheep", null, COUNT, true);
        for (long seed = 0; seed < 12; seed++) {
            ChatRequest request =
                    ask(ChatMessage.of(Role.USER, "Hello"))
                            .withTools(List.of(WEATHER, count), new ToolChoice.Required(), null)
                            .withSampling(
                                    Sampling.DEFAULT
                                            .with(SamplingParameter.TEMPERATURE, 1.5)
                                            .withSeed(seed))
                            .withMaxTokens(400);
            Choice choice = choice(request);
            if (choice.finishReason() == FinishReason.LENGTH) {
                continue;
            }
            assertThat(choice.toolCalls()).as("seed %d", seed).isNotEmpty();
            assertThat(choice.text()).isEmpty();
            for (ToolUse call : choice.toolCalls()) {
                JsonObject arguments = (JsonObject) Json.parse(call.arguments());
                boolean sheep = call.name().equals("count_sheep");
                assertThat(arguments.members()).containsOnlyKeys(sheep ? "sheep" : "city");
            }
        }
    }

    @Test
    void thinks_before_it_calls_when_it_must() {
        ChatRequest request =
                weather(new ToolChoice.Required()).withReasoningEffort(ReasoningEffort.HIGH);
        Choice choice = choice(request);
        assertThat(choice.toolCalls()).isNotEmpty();
        assertThat(choice.text()).isEmpty();
    }

    @Test
    void calls_or_answers_in_the_form_that_was_asked_for() {
        OutputConstraint schema = new OutputConstraint.JsonSchema("sheep", COUNT, true);
        Choice hello =
                choice(
                        ask(ChatMessage.of(Role.USER, "Hello"))
                                .withTools(List.of(WEATHER), new ToolChoice.Auto(), null)
                                .withConstraint(schema));
        assertThat(hello.toolCalls().isEmpty()).isNotEqualTo(hello.text().isEmpty());
        if (hello.finishReason() == FinishReason.STOP) {
            assertThat(((JsonObject) Json.parse(hello.text())).members()).containsKey("sheep");
        }
        Choice asked = choice(weather(new ToolChoice.Auto()).withConstraint(schema));
        assertThat(asked.toolCalls().isEmpty()).isNotEqualTo(asked.text().isEmpty());
    }

    @Test
    void refuses_tools_with_a_grammar_and_schemas_that_it_cannot_follow() {
        assertThatThrownBy(() ->
                        choice(
                                weather(new ToolChoice.Auto())
                                        .withConstraint(new OutputConstraint.Regex("a+"))))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("'regex' cannot be combined with 'tools'");
    }

    @Test
    void names_the_schema_that_it_cannot_follow() {
        JsonObject wrong =
                (JsonObject)
                        Json.parse(
                                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"wrong\"}}}");
        ChatRequest request =
                ask(ChatMessage.of(Role.USER, "Hello"))
                        .withTools(
                                List.of(new Tool("t", null, wrong, true)),
                                new ToolChoice.Required(),
                                null);
        assertThatThrownBy(() -> choice(request))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e ->
                                assertThat(e.problem().toString())
                                        .contains("tools/0/parameters/properties/a"));
    }
}
