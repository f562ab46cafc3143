package dev.parlance.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** LangChain4j, which talks through the JDK's HTTP client and asks for HTTP/2 first. */
class LangChain4jTest {
    private static final String MODEL = "rehearsal/large";
    private static final String KEY =
            System.getenv().getOrDefault("PARLANCE_KEY", "conformance-key-1");

    private final String url = System.getenv().getOrDefault("PARLANCE_SCRIPTED_URL", "");
    private final List<String> asked = new ArrayList<>();

    /** What the tests of structured output ask for. */
    record Person(String name, int age) {}

    /** Answers with a person. */
    interface Describer {
        Person describe(String question);
    }

    /** Answers with text. */
    interface Assistant {
        String ask(String question);
    }

    /** Answers token by token. */
    interface StreamingAssistant {
        TokenStream ask(String question);
    }

    @BeforeEach
    void needs_a_server() {
        assumeTrue(!url.isEmpty(), "no PARLANCE_SCRIPTED_URL");
    }

    @Tool(name = "get_weather", value = "The weather in a city.")
    String weather(@P("the city") String city) {
        asked.add(city);
        return "sunny";
    }

    private OpenAiChatModel.OpenAiChatModelBuilder chat() {
        return OpenAiChatModel.builder()
                .baseUrl(url + "/v1")
                .apiKey(KEY)
                .modelName(MODEL)
                .maxRetries(0);
    }

    private OpenAiStreamingChatModel streaming() {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(url + "/v1")
                .apiKey(KEY)
                .modelName(MODEL)
                .build();
    }

    @Test
    void answers() {
        assertThat(chat().build().chat("Say hello.")).isEqualTo("Hello there, friend.");
    }

    @Test
    void streams() throws Exception {
        List<String> parts = new ArrayList<>();
        CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
        streaming()
                .chat(
                        "Say hello.",
                        new StreamingChatResponseHandler() {
                            @Override
                            public void onPartialResponse(String part) {
                                parts.add(part);
                            }

                            @Override
                            public void onCompleteResponse(ChatResponse response) {
                                whole.complete(response);
                            }

                            @Override
                            public void onError(Throwable error) {
                                whole.completeExceptionally(error);
                            }
                        });
        ChatResponse response = whole.get(30, TimeUnit.SECONDS);
        assertThat(response.aiMessage().text()).isEqualTo("Hello there, friend.");
        assertThat(response.tokenUsage().outputTokenCount()).isPositive();
        assertThat(parts).hasSizeGreaterThan(2);
    }

    @Test
    void runs_a_tool() {
        Assistant assistant =
                AiServices.builder(Assistant.class).chatModel(chat().build()).tools(this).build();
        assertThat(assistant.ask("What is the weather in Paris?")).contains("sunny");
        assertThat(asked).hasSize(1);
    }

    @Test
    void runs_two_tools_in_a_stream() throws Exception {
        StreamingAssistant assistant =
                AiServices.builder(StreamingAssistant.class)
                        .streamingChatModel(streaming())
                        .tools(this)
                        .build();
        CompletableFuture<String> whole = new CompletableFuture<>();
        assistant
                .ask("The weather in Paris and Rome?")
                .onPartialResponse(part -> {})
                .onCompleteResponse(response -> whole.complete(response.aiMessage().text()))
                .onError(whole::completeExceptionally)
                .start();
        assertThat(whole.get(30, TimeUnit.SECONDS)).contains("sunny");
        assertThat(asked).hasSize(2);
    }

    @Test
    void answers_with_a_record() {
        Describer describer =
                AiServices.create(
                        Describer.class,
                        chat().supportedCapabilities(
                                        dev.langchain4j.model.chat.Capability
                                                .RESPONSE_FORMAT_JSON_SCHEMA)
                                .strictJsonSchema(true)
                                .build());
        assertThat(describer.describe("Describe Ada as JSON.")).isEqualTo(new Person("Ada", 36));
    }

    @Test
    void embeds() {
        var model =
                OpenAiEmbeddingModel.builder()
                        .baseUrl(url + "/v1")
                        .apiKey(KEY)
                        .modelName(MODEL)
                        .build();
        assertThat(model.embed("Hello").content().vector()).hasSizeGreaterThan(8);
    }

    @Test
    void knows_a_rate_limit_when_it_sees_one() {
        assertThatThrownBy(() -> chat().build().chat("Fail with a rate limit."))
                .isInstanceOf(RateLimitException.class);
    }
}
