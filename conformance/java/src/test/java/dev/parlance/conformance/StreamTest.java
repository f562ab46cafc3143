package dev.parlance.conformance;

import static dev.parlance.conformance.Server.ask;
import static dev.parlance.conformance.Server.chunks;
import static dev.parlance.conformance.Server.rehearse;
import static dev.parlance.conformance.Server.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreamTest {
    private static final ChatCompletionStreamOptions USAGE =
            ChatCompletionStreamOptions.builder().includeUsage(true).build();

    private static void checkOrder(List<ChatCompletionChunk> chunks) {
        assertThat(chunks).extracting(ChatCompletionChunk::id).containsOnly(chunks.get(0).id());
        assertThat(chunks)
                .extracting(ChatCompletionChunk::model)
                .containsOnly(chunks.get(0).model());
        assertThat(chunks)
                .extracting(ChatCompletionChunk::created)
                .containsOnly(chunks.get(0).created());
        var byIndex =
                chunks.stream()
                        .flatMap(chunk -> chunk.choices().stream())
                        .collect(
                                Collectors.groupingBy(
                                        ChatCompletionChunk.Choice::index,
                                        TreeMap::new,
                                        Collectors.toList()));
        for (List<ChatCompletionChunk.Choice> choices : byIndex.values()) {
            int last = choices.size() - 1;
            assertThat(choices.get(0).delta().role()).isPresent();
            assertThat(choices.subList(1, last + 1)).allMatch(c -> c.delta().role().isEmpty());
            assertThat(choices.subList(0, last)).allMatch(c -> c.finishReason().isEmpty());
            assertThat(choices.get(last).finishReason()).isPresent();
        }
    }

    private static ChatCompletion accumulated(
            OpenAIClient client, ChatCompletionCreateParams.Builder params) {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        chunks(client, params).forEach(accumulator::accumulate);
        return accumulator.chatCompletion();
    }

    @Test
    void streams_what_it_would_say() {
        OpenAIClient client = Server.real();
        ChatCompletion whole =
                client.chat().completions().create(ask("Who are you?").temperature(0).build());
        List<ChatCompletionChunk> chunks = chunks(client, ask("Who are you?").temperature(0));
        checkOrder(chunks);
        assertThat(chunks).hasSizeGreaterThan(3);
        assertThat(text(chunks))
                .isEqualTo(whole.choices().get(0).message().content().orElseThrow());
    }

    @Test
    void adds_usage_on_demand() {
        List<ChatCompletionChunk> chunks =
                chunks(Server.real(), ask("Hello").streamOptions(USAGE).maxCompletionTokens(8));
        ChatCompletionChunk last = chunks.get(chunks.size() - 1);
        assertThat(last.choices()).isEmpty();
        assertThat(last.usage()).isPresent();
        assertThat(chunks.subList(0, chunks.size() - 1)).allMatch(chunk -> chunk.usage().isEmpty());
    }

    @Test
    void suits_the_accumulator() {
        ChatCompletion whole =
                accumulated(Server.real(), ask("Who are you?").temperature(0).streamOptions(USAGE));
        assertThat(whole.choices().get(0).message().content().orElseThrow()).contains("Parlance");
        assertThat(whole.usage()).isPresent();
    }

    @Test
    void accumulator_keeps_choices_apart() {
        ChatCompletion whole = accumulated(Server.scripted(), rehearse("Heads or tails?").n(2));
        assertThat(whole.choices())
                .extracting(choice -> choice.message().content().orElseThrow())
                .containsExactly("Heads.", "Tails.");
    }

    @Test
    void accumulator_keeps_logprobs() {
        ChatCompletion whole =
                accumulated(
                        Server.scripted(), rehearse("Say hello.").logprobs(true).topLogprobs(1));
        String said =
                whole.choices().get(0).logprobs().orElseThrow().content().orElseThrow().stream()
                        .map(entry -> entry.token())
                        .collect(Collectors.joining());
        assertThat(said).isEqualTo("Hello there, friend.");
    }

    @Test
    void accumulator_parses_into_a_class() {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        var params =
                rehearse("Describe Ada as JSON.").responseFormat(ChatTest.Person.class).build();
        try (var response = Server.scripted().chat().completions().createStreaming(params)) {
            response.stream().forEach(accumulator::accumulate);
        }
        var answer = accumulator.chatCompletion(ChatTest.Person.class);
        assertThat(answer.choices().get(0).message().content().orElseThrow().age).isEqualTo(36);
    }

    @Test
    void streams_reasoning_apart_from_text() {
        List<ChatCompletionChunk> chunks = chunks(Server.scripted(), rehearse("Think first."));
        checkOrder(chunks);
        String thought =
                chunks.stream()
                        .flatMap(chunk -> chunk.choices().stream())
                        .map(choice -> choice.delta()._additionalProperties())
                        .filter(extras -> extras.containsKey("reasoning_content"))
                        .map(extras -> extras.get("reasoning_content").asStringOrThrow())
                        .collect(Collectors.joining());
        assertThat(thought).isEqualTo("One and one make two.");
        assertThat(text(chunks)).isEqualTo("Two.");
    }

    @Test
    void carries_any_text() {
        String text = "Grüße, 世界! 👩‍👩‍👧 \u2028 \"quoted\" \\ back\tslash\nnext";
        assertThat(text(chunks(Server.scripted(), rehearse(text)))).contains(text);
    }

    @Test
    void serves_many_streams_at_once() throws Exception {
        OpenAIClient client = Server.scripted();
        ExecutorService threads = Executors.newFixedThreadPool(32);
        try {
            var answers =
                    IntStream.range(0, 128)
                            .mapToObj(number ->
                                    threads.submit(() ->
                                            text(
                                                    chunks(
                                                            client,
                                                            rehearse(
                                                                    "Echo number "
                                                                            + number
                                                                            + ".")))))
                            .toList();
            for (int number = 0; number < answers.size(); number++) {
                assertThat(answers.get(number).get(60, TimeUnit.SECONDS))
                        .contains("Echo number " + number + ".");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void suits_the_asynchronous_client() throws Exception {
        StringBuffer said = new StringBuffer();
        CompletableFuture<Void> done =
                Server.scripted()
                        .async()
                        .chat()
                        .completions()
                        .createStreaming(rehearse("Say hello.").build())
                        .subscribe(chunk ->
                                chunk.choices().get(0).delta().content().ifPresent(said::append))
                        .onCompleteFuture();
        done.get(30, TimeUnit.SECONDS);
        assertThat(said).hasToString("Hello there, friend.");
    }
}
