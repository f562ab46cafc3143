package dev.parlance.conformance;

import static dev.parlance.conformance.Server.ask;
import static dev.parlance.conformance.Server.rehearse;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.models.ResponseFormatJsonObject;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletion.Choice.FinishReason;
import com.openai.models.chat.completions.ChatCompletionTokenLogprob;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChatTest {
    /** What the structured tests ask for. */
    public static final class Person {
        public String name;
        public int age;
    }

    private static String content(ChatCompletion answer) {
        return answer.choices().get(0).message().content().orElseThrow();
    }

    @Test
    void answers() {
        ChatCompletion answer =
                Server.real()
                        .chat()
                        .completions()
                        .create(ask("Who are you?").temperature(0).build());
        assertThat(answer.choices()).hasSize(1);
        assertThat(content(answer)).contains("Parlance");
        assertThat(answer.choices().get(0).finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(answer.choices().get(0).message().toolCalls()).isEmpty();
        var usage = answer.usage().orElseThrow();
        assertThat(usage.totalTokens()).isEqualTo(usage.promptTokens() + usage.completionTokens());
    }

    @Test
    void takes_history_and_several_kinds_of_messages() {
        ChatCompletion answer =
                Server.real()
                        .chat()
                        .completions()
                        .create(
                                ask("Hello")
                                        .addSystemMessage("You are friendly.")
                                        .addAssistantMessage("Hello!")
                                        .addUserMessage("What is 2 + 2?")
                                        .maxCompletionTokens(8)
                                        .build());
        assertThat(content(answer)).isNotEmpty();
    }

    @Test
    void stops_at_the_length() {
        ChatCompletion answer =
                Server.real()
                        .chat()
                        .completions()
                        .create(ask("Who are you?").temperature(0).maxCompletionTokens(2).build());
        assertThat(answer.choices().get(0).finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(2);
    }

    @Test
    void repeats_itself_with_a_seed() {
        OpenAIClient client = Server.real();
        Set<String> said = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            said.add(
                    content(
                            client.chat()
                                    .completions()
                                    .create(
                                            ask("Tell me a joke.")
                                                    .temperature(1.5)
                                                    .seed(7)
                                                    .maxCompletionTokens(16)
                                                    .build())));
        }
        assertThat(said).hasSize(1);
    }

    @Test
    void stops_at_a_stop_string() {
        OpenAIClient client = Server.real();
        String whole =
                content(
                        client.chat()
                                .completions()
                                .create(ask("Who are you?").temperature(0).build()));
        String stop = whole.substring(6, 10);
        String cut =
                content(
                        client.chat()
                                .completions()
                                .create(ask("Who are you?").temperature(0).stop(stop).build()));
        assertThat(cut).isEqualTo(whole.substring(0, whole.indexOf(stop)));
    }

    @Test
    void gives_several_choices_and_logprobs() {
        ChatCompletion answer =
                Server.real()
                        .chat()
                        .completions()
                        .create(
                                ask("Hello")
                                        .n(2)
                                        .temperature(1)
                                        .maxCompletionTokens(4)
                                        .logprobs(true)
                                        .topLogprobs(2)
                                        .build());
        assertThat(answer.choices())
                .extracting(ChatCompletion.Choice::index)
                .containsExactly(0L, 1L);
        List<ChatCompletionTokenLogprob> entries =
                answer.choices().get(0).logprobs().orElseThrow().content().orElseThrow();
        assertThat(entries).isNotEmpty().allMatch(entry -> entry.topLogprobs().size() == 2);
    }

    @Test
    void speaks_json_or_says_that_it_cannot() {
        var params =
                ask("Give me a small JSON object.")
                        .temperature(0)
                        .maxCompletionTokens(200)
                        .responseFormat(ResponseFormatJsonObject.builder().build())
                        .build();
        try {
            String json = content(Server.real().chat().completions().create(params));
            assertThat(json.strip()).startsWith("{").endsWith("}");
        } catch (BadRequestException refused) {
            assertThat(refused.param()).contains("response_format");
        }
    }

    @Test
    void parses_into_a_class() {
        var answer =
                Server.scripted()
                        .chat()
                        .completions()
                        .create(
                                rehearse("Describe Ada as JSON.")
                                        .responseFormat(Person.class)
                                        .build());
        Person person = answer.choices().get(0).message().content().orElseThrow();
        assertThat(person.name).isEqualTo("Ada");
        assertThat(person.age).isEqualTo(36);
    }

    @Test
    void shows_reasoning_as_the_extra_field() {
        ChatCompletion answer =
                Server.scripted().chat().completions().create(rehearse("Think first.").build());
        assertThat(answer.choices().get(0).message()._additionalProperties())
                .containsEntry("reasoning_content", JsonValue.from("One and one make two."));
        assertThat(content(answer)).isEqualTo("Two.");
    }

    @Test
    void carries_any_text() {
        String text = "Grüße, 世界! 👩‍👩‍👧 \u2028 \"quoted\" \\ back\tslash\nnext";
        ChatCompletion answer =
                Server.scripted().chat().completions().create(rehearse(text).build());
        assertThat(content(answer)).contains(text);
    }

    @Test
    void shows_the_headers() {
        try (var response =
                Server.scripted()
                        .withRawResponse()
                        .chat()
                        .completions()
                        .create(rehearse("Say hello.").build())) {
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.requestId()).isPresent();
            assertThat(content(response.parse())).isEqualTo("Hello there, friend.");
        }
    }

    @Test
    void takes_fields_that_it_does_not_know() {
        ChatCompletion answer =
                Server.scripted()
                        .chat()
                        .completions()
                        .create(
                                rehearse("Say hello.")
                                        .putAdditionalBodyProperty(
                                                "frobnicate", JsonValue.from(Map.of("by", 1)))
                                        .build());
        assertThat(content(answer)).isEqualTo("Hello there, friend.");
    }
}
