package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parlance.core.access.Caller;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Deadline;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.ChatAccumulator;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.Role;
import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Overloaded;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.engine.llama.Batching.Overflow;
import dev.parlance.engine.llama.Batching.Sharing;
import dev.parlance.engine.llama.ffm.TestLibrary;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Slots, batches and the prefix cache with the built-in model: real inference.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BatchingTest {
    private static final int SLOTS = 3;
    private static final List<String> WORDS =
            List.of(
                    "Hello",
                    "What is",
                    "the capital",
                    "of France",
                    "?",
                    "Tell me",
                    "a joke",
                    "2+2");

    private final MeterProbe meter = new MeterProbe();
    private final MeterProbe plainMeter = new MeterProbe();
    private LlamaEngine engine;
    private LlamaEngine plain;

    @BeforeAll
    void open() {
        LlamaSettings settings = BuiltinSubject.settings().withSlots(SLOTS, 256);
        engine = new LlamaEngine(settings, Clock.systemUTC(), meter);
        // One at a time and nothing reused: what the other is compared with.
        Batching alone = new Batching(64, 0, Sharing.OFF, Overflow.REFUSE);
        plain =
                new LlamaEngine(
                        settings.withSlots(1, 256).withBatching(alone),
                        Clock.systemUTC(),
                        plainMeter);
    }

    @AfterAll
    void close() {
        engine.close();
        plain.close();
    }

    @Test
    void a_second_turn_does_not_compute_the_first_again() {
        List<ChatMessage> turns = new ArrayList<>(List.of(user("What is the capital of Peru?")));
        ChatResult first = ask(engine, request(turns, 24));
        turns.add(ChatMessage.of(Role.ASSISTANT, first.choices().getFirst().text()));
        turns.add(user("And of Chile?"));
        ChatResult second = ask(engine, request(turns, 24));

        // All of the first prompt, and of the reply as far as its tokens come back the same.
        assertThat(second.usage().cacheReadInputTokens())
                .isGreaterThanOrEqualTo(first.usage().inputTokens() - 1)
                .isLessThan(second.usage().inputTokens());
        assertSame("second turn", second, request(turns, 24));
    }

    @Test
    void the_same_prompt_again_computes_one_token_of_it() {
        ChatRequest request = request(List.of(user("Name the colours of the rainbow.")), 4);
        ask(engine, request);
        ChatResult again = ask(engine, request);

        assertThat(again.usage().cacheReadInputTokens()).isEqualTo(again.usage().inputTokens() - 1);
    }

    @Test
    void several_choices_compute_their_prompt_once() {
        ChatRequest request =
                request(List.of(user("Say something that nobody has said " + System.nanoTime())), 6)
                        .withN(7);
        int before = meter.promptTokens.get();
        ChatResult result = ask(engine, request);
        int computed = meter.promptTokens.get() - before;

        assertThat(result.choices()).hasSize(7);
        assertThat(result.choices().stream().map(ChatResult.Choice::text).distinct()).hasSize(1);
        // Those for which there was no slot at first compute their last token again.
        int most = result.usage().inputTokens() - result.usage().cacheReadInputTokens() + 7;
        assertThat(computed).isLessThanOrEqualTo(most);
    }

    @Test
    void equal_prompts_that_come_together_are_computed_once() throws Exception {
        String fresh = "A question with a number: " + System.nanoTime() + " " + words(40, 1);
        ChatRequest request = request(List.of(user(fresh)), 2);
        int before = meter.promptTokens.get();
        List<ChatResult> results = together(List.of(request, request, request));

        assertThat(meter.promptTokens.get() - before)
                .isLessThan(results.getFirst().usage().inputTokens() * 2);
    }

    @Test
    void a_batch_of_random_requests_equals_them_one_by_one() throws Exception {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        List<ChatRequest> requests = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            requests.add(randomRequest(random, 16));
        }
        List<ChatResult> batched = together(requests);
        for (int i = 0; i < requests.size(); i++) {
            assertSame("-Dtests.seed=" + seed, batched.get(i), requests.get(i));
        }
    }

    @Test
    void seeded_requests_draw_the_same_in_a_batch_as_alone() throws Exception {
        // Newer libraries compute batches of other sizes by other routines.
        assumeTrue(TestLibrary.named() == null);
        ChatRequest request = request(List.of(user("Tell me a story.")), 24);
        ChatRequest seeded =
                request.withSampling(
                        Sampling.DEFAULT.with(SamplingParameter.TEMPERATURE, 1).withSeed(7L));
        List<ChatResult> batched = together(List.of(request, seeded, request, seeded));

        assertThat(batched.get(1).choices()).isEqualTo(ask(plain, seeded).choices());
        assertThat(batched.get(3).choices()).isEqualTo(batched.get(1).choices());
    }

    @Test
    void a_cancel_at_any_event_leaks_no_slot() throws Exception {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            ChatRequest request = randomRequest(random, 24).withN(1 + random.nextInt(3));
            int pulls = random.nextInt(12);
            calls.add(() -> pull(request, pulls));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
            for (Future<Integer> call : threads.invokeAll(calls)) {
                assertThat(call.get()).as("-Dtests.seed=%d", seed).isNotNegative();
            }
        }
        awaitNobody();
        ChatRequest last = request(List.of(user("Hello")), 8);
        assertSame("after all", ask(engine, last), last);
    }

    @Test
    void more_than_the_queue_takes_is_refused_with_a_time_to_retry() {
        List<ChatStream> streams = new ArrayList<>();
        try {
            Throwable refused = null;
            for (int i = 0; i < 10 && refused == null; i++) {
                ChatRequest many = request(List.of(user("Count to " + i)), 200).withN(100);
                try {
                    streams.add(engine.chat(context("greedy"), BuiltinSubject.MODEL, many));
                } catch (ApiException e) {
                    refused = e;
                }
            }
            assertThat(refused)
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            e -> assertThat(e.problem()).isInstanceOf(Overloaded.class));
            ChatRequest other = request(List.of(user("Hello")), 2);
            streams.add(engine.chat(context("modest"), BuiltinSubject.MODEL, other));
        } finally {
            streams.forEach(ChatStream::close);
        }
    }

    @Test
    void a_patient_caller_is_not_held_up_by_a_greedy_one() throws Exception {
        ChatRequest many =
                request(List.of(user("Go on and on.")), 60)
                        .withN(60)
                        .withSampling(Sampling.DEFAULT.withLogitBias(BuiltinSubject.neverEnding()));
        try (ChatStream greedy = engine.chat(context("greedy"), BuiltinSubject.MODEL, many)) {
            Thread reader = Thread.ofVirtual().start(() -> drainUntilClosed(greedy));
            ChatRequest one = request(List.of(user("Hello")), 4);
            try (ChatStream stream = engine.chat(context("patient"), BuiltinSubject.MODEL, one)) {
                ChatAccumulator.drain(stream);
            }
            assertThat(meter.now.get().waiting()).isGreaterThan(40);
            greedy.close();
            reader.join();
        }
    }

    private static void drainUntilClosed(ChatStream stream) {
        try {
            ChatAccumulator.drain(stream);
        } catch (CancellationException _) {
            // Closed, as it should be.
        }
    }

    /// Asserts that a reply is what the request gets alone, uncached: every token the likeliest, or
    /// so close to it that the order of a sum decides.
    private void assertSame(String about, ChatResult result, ChatRequest request) {
        String text = result.choices().getFirst().text();
        ChatResult.Choice alone = ask(plain, request.withTopLogprobs(2)).choices().getFirst();
        StringBuilder common = new StringBuilder();
        for (TokenLogprob token : alone.logprobs()) {
            if (!text.startsWith(common + token.token())) {
                double gap = token.top().getFirst().logprob() - token.top().get(1).logprob();
                assertThat(gap).as("%s: %s instead of %s", about, text, alone).isLessThan(0.1);
                return;
            }
            common.append(token.token());
        }
        assertThat(text).as(about).startsWith(alone.text());
    }

    private void awaitNobody() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (meter.now.get().active() + meter.now.get().waiting() > 0) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(5);
        }
    }

    private int pull(ChatRequest request, int pulls) {
        int pulled = 0;
        try (ChatStream stream =
                engine.chat(context("c" + pulls % 3), BuiltinSubject.MODEL, request)) {
            while (pulled < pulls && stream.hasNext()) {
                stream.next();
                pulled++;
            }
        }
        return pulled;
    }

    private List<ChatResult> together(List<ChatRequest> requests) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(requests.size())) {
            List<Callable<ChatResult>> calls =
                    requests.stream()
                            .<Callable<ChatResult>>map(request -> () -> ask(engine, request))
                            .toList();
            List<ChatResult> results = new ArrayList<>();
            for (Future<ChatResult> future : threads.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private static ChatRequest randomRequest(Random random, int tokens) {
        List<ChatMessage> messages = new ArrayList<>();
        if (random.nextBoolean()) {
            messages.add(ChatMessage.of(Role.SYSTEM, "You are a helpful assistant."));
        }
        for (int turn = random.nextInt(2); turn >= 0; turn--) {
            messages.add(user(words(1 + random.nextInt(6), random.nextInt(3))));
            if (turn > 0) {
                messages.add(ChatMessage.of(Role.ASSISTANT, "Of course."));
            }
        }
        return request(messages, 1 + random.nextInt(tokens));
    }

    private static String words(int count, long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
        }
        return text.toString();
    }

    private static ChatMessage user(String text) {
        return ChatMessage.of(Role.USER, text);
    }

    private static ChatRequest request(List<ChatMessage> messages, int tokens) {
        return ChatRequest.of(BuiltinSubject.MODEL, messages)
                .withMaxTokens(tokens)
                .withSampling(Sampling.DEFAULT.with(SamplingParameter.TEMPERATURE, 0));
    }

    private static ChatResult ask(LlamaEngine engine, ChatRequest request) {
        try (ChatStream stream = engine.chat(context("me"), BuiltinSubject.MODEL, request)) {
            return ChatAccumulator.drain(stream);
        }
    }

    private static CallContext context(String caller) {
        return new CallContext(
                new Caller(caller, Set.of(), List.of(), false, null),
                "test",
                Deadline.after(Duration.ofMinutes(2)),
                CompatProfile.OPENAI,
                false,
                new Dispositions());
    }
}
