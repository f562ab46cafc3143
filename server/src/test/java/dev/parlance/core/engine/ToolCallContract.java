package dev.parlance.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatEvent.ToolCallDelta;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatResult.Choice;
import dev.parlance.core.chat.ContentPart;
import dev.parlance.core.chat.ContentPart.ToolResult;
import dev.parlance.core.chat.ContentPart.ToolUse;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.chat.Role;
import dev.parlance.core.chat.Tool;
import dev.parlance.core.chat.ToolChoice;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.model.Capability;
import dev.parlance.wire.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What every chat engine does with tools, a forced choice included. Engines without
/// [Capability#TOOL_CHOICE] skip it; that they refuse is in [CapabilityContract].
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ToolCallContract {
    private static final int TOKENS = 300;
    private static final Tool WEATHER = tool("get_weather", "Get the weather in a city", "city");
    private static final Tool TIME = tool("get_time", "Get the time in a city", "city");

    private final EngineSubject subject;
    private EngineHarness harness;

    protected ToolCallContract(EngineSubject subject) {
        this.subject = subject;
    }

    private static Tool tool(String name, String description, String property) {
        JsonObject parameters =
                (JsonObject)
                        Json.parse(
                                """
                                {"type": "object", "properties": {"%s": {"type": "string"}},
                                 "required": ["%s"], "additionalProperties": false}
                                """
                                        .formatted(property, property));
        return new Tool(name, description, parameters, true);
    }

    @BeforeAll
    void open() {
        harness = new EngineHarness(subject);
        assumeTrue(harness.can(Capability.TOOL_CHOICE), "the model cannot be made to call tools");
    }

    @AfterAll
    void close() {
        harness.close();
    }

    private ChatRequest request(ToolChoice choice, Boolean parallel) {
        ChatRequest chat = harness.shortChat();
        return chat.withMaxTokens(TOKENS)
                .withSampling(harness.repeatable(chat.sampling()))
                .withTools(List.of(WEATHER, TIME), choice, parallel);
    }

    private Choice choice(ToolChoice choice) {
        return harness.chat(request(choice, null)).choices().getFirst();
    }

    private static void assertCalls(Choice choice, String... names) {
        assertThat(choice.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(choice.text()).isEmpty();
        assertThat(choice.toolCalls()).isNotEmpty();
        Set<String> ids = new HashSet<>();
        for (ToolUse call : choice.toolCalls()) {
            assertThat(call.name()).isIn((Object[]) names);
            assertThat(call.id()).isNotBlank();
            assertThat(ids.add(call.id())).isTrue();
            JsonObject arguments = (JsonObject) Json.parse(call.arguments());
            assertThat(arguments.members()).containsOnlyKeys("city");
            assertThat(arguments.get("city")).isInstanceOf(JsonString.class);
        }
    }

    @Test
    void no_tool_is_called_when_none_may_be() {
        Choice choice = choice(new ToolChoice.None());
        assertThat(choice.toolCalls()).isEmpty();
        assertThat(choice.text()).isNotEmpty();
    }

    @Test
    void a_tool_is_called_when_one_must_be() {
        assertCalls(choice(new ToolChoice.Required()), "get_weather", "get_time");
    }

    @Test
    void the_named_tool_is_called_once() {
        Choice choice = choice(new ToolChoice.Named("get_time"));
        assertCalls(choice, "get_time");
        assertThat(choice.toolCalls()).hasSize(1);
    }

    @Test
    void only_allowed_tools_are_called() {
        assertCalls(choice(new ToolChoice.Allowed(List.of("get_time"), true)), "get_time");
    }

    @Test
    void one_call_is_made_when_parallel_calls_are_declined() {
        ChatRequest request = request(new ToolChoice.Required(), false);
        Choice choice = harness.chat(request).choices().getFirst();
        assertCalls(choice, "get_weather", "get_time");
        assertThat(choice.toolCalls()).hasSize(1);
    }

    @Test
    void arguments_come_in_pieces_behind_one_id_and_name() {
        List<Integer> begun = new ArrayList<>();
        StringBuilder arguments = new StringBuilder();
        for (ChatEvent event : harness.events(request(new ToolChoice.Named("get_time"), null))) {
            if (event instanceof ToolCallDelta delta) {
                if (delta.id() != null) {
                    assertThat(delta.name()).isEqualTo("get_time");
                    begun.add(delta.index());
                } else {
                    assertThat(delta.name()).isNull();
                }
                arguments.append(delta.arguments());
            }
        }
        assertThat(begun).containsExactly(0);
        assertThat(Json.parse(arguments.toString())).isInstanceOf(JsonObject.class);
    }

    @Test
    void the_result_of_a_call_is_answered() {
        Choice called = choice(new ToolChoice.Named("get_weather"));
        ToolUse call = called.toolCalls().getFirst();
        ChatRequest request = request(new ToolChoice.None(), null);
        List<ChatMessage> messages = new ArrayList<>(request.messages());
        messages.add(new ChatMessage(Role.ASSISTANT, null, List.<ContentPart>of(call)));
        ToolResult result = new ToolResult(call.id(), "12 degrees, rain");
        messages.add(new ChatMessage(Role.TOOL, null, List.of(result)));

        Choice answer = harness.chat(request.withMessages(messages)).choices().getFirst();

        assertThat(answer.toolCalls()).isEmpty();
        assertThat(answer.text()).isNotEmpty();
    }
}
