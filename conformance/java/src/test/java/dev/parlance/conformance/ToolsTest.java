package dev.parlance.conformance;

import static dev.parlance.conformance.Server.rehearse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.openai.client.OpenAIClient;
import com.openai.errors.BadRequestException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletion.Choice.FinishReason;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolsTest {
    /** The tool, as the client derives it from a class. */
    @JsonTypeName("get_weather")
    @JsonClassDescription("The weather in a city.")
    public static final class GetWeather {
        public String city;
    }

    private static List<ChatCompletionMessageFunctionToolCall> calls(ChatCompletion answer) {
        return answer.choices().get(0).message().toolCalls().orElseThrow().stream()
                .map(ChatCompletionMessageToolCall::asFunction)
                .toList();
    }

    @Test
    void calls_a_tool_and_goes_on_after_its_result() {
        OpenAIClient client = Server.scripted();
        var params = rehearse("What is the weather in Paris?").addTool(GetWeather.class);
        ChatCompletion first = client.chat().completions().create(params.build());
        assertThat(first.choices().get(0).finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
        var call = calls(first).get(0);
        assertThat(call.function().name()).isEqualTo("get_weather");
        assertThat(call.function().arguments(GetWeather.class).city).isEqualTo("Paris");

        params.addMessage(first.choices().get(0).message());
        params.addMessage(
                ChatCompletionToolMessageParam.builder()
                        .toolCallId(call.id())
                        .content("sunny")
                        .build());
        ChatCompletion second = client.chat().completions().create(params.build());
        assertThat(second.choices().get(0).message().content().orElseThrow()).contains("sunny");
    }

    @Test
    void streams_tool_calls_that_suit_the_accumulator() {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        Server.chunks(
                        Server.scripted(),
                        rehearse("The weather in Paris and Rome?").addTool(GetWeather.class))
                .forEach(accumulator::accumulate);
        var calls = calls(accumulator.chatCompletion());
        assertThat(calls)
                .extracting(call -> call.function().arguments(GetWeather.class).city)
                .containsExactly("Paris", "Rome");
        assertThat(calls).extracting(call -> call.function().name()).containsOnly("get_weather");
    }

    @Test
    void refuses_tools_where_the_model_has_none() {
        OpenAIClient client = Server.scripted();
        BadRequestException problem =
                catchThrowableOfType(
                        BadRequestException.class,
                        () ->
                                client.chat()
                                        .completions()
                                        .create(
                                                rehearse("Hello")
                                                        .model("rehearsal/plain")
                                                        .addTool(GetWeather.class)
                                                        .build()));
        assertThat(problem.param()).contains("tools");
    }
}
