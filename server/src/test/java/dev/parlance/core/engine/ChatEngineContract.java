package dev.parlance.core.engine;

import static dev.parlance.core.engine.EngineHarness.context;
import static dev.parlance.core.engine.EngineSubject.LONG_TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatEvent.Finished;
import dev.parlance.core.chat.ChatEvent.ReasoningDelta;
import dev.parlance.core.chat.ChatEvent.Started;
import dev.parlance.core.chat.ChatEvent.TextDelta;
import dev.parlance.core.chat.ChatEvent.ToolCallDelta;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.chat.Role;
import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem;
import dev.parlance.core.problem.ApiProblem.ContextTooLong;
import dev.parlance.core.problem.ApiProblem.ModelNotFound;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.core.usage.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What every chat engine's answers are like. An engine's test extends this and names its subject;
/// what a stream does when it is closed, late or one of many is in [ChatStreamContract], stop
/// sequences are in [StopSequenceContract].
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ChatEngineContract {
    private final EngineSubject subject;
    private EngineHarness harness;

    protected ChatEngineContract(EngineSubject subject) {
        this.subject = subject;
    }

    @BeforeAll
    void open() {
        harness = new EngineHarness(subject);
    }

    @AfterAll
    void close() {
        harness.close();
    }

    @Test
    void events_come_in_order_and_end_once() {
        ChatEngine engine = harness.chatEngine();
        List<ChatEvent> events = new ArrayList<>();
        try (ChatStream stream = engine.chat(context(), subject.model(), harness.shortChat())) {
            while (stream.hasNext()) {
                events.add(stream.next());
            }
            assertThat(stream.hasNext()).isFalse();
            assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
        }
        assertThat(events.getFirst())
                .isInstanceOfSatisfying(
                        Started.class,
                        started -> assertThat(started.responseModel()).isEqualTo(subject.model()));
        assertThat(events.getLast()).isInstanceOf(Finished.class);
        assertThat(events.subList(1, events.size() - 1))
                .isNotEmpty()
                .noneMatch(event -> event instanceof Started || event instanceof Finished);
    }

    @Test
    void a_short_answer_ends_by_itself() {
        ChatResult.Choice choice = onlyChoice(harness.chat(harness.shortChat()));

        assertThat(choice.text()).isNotBlank();
        assertThat(choice.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(choice.logprobs()).isEmpty();
        assertThat(choice.toolCalls()).isEmpty();
    }

    @Test
    void the_output_limit_is_exact_and_says_length() {
        for (int limit : new int[] {1, 2, LONG_TOKENS}) {
            ChatResult result = harness.chat(harness.longChat(limit));

            assertThat(onlyChoice(result).finishReason()).isEqualTo(FinishReason.LENGTH);
            assertThat(result.usage().outputTokens()).isEqualTo(limit);
        }
    }

    @Test
    void usage_counts_what_went_in_and_came_out() {
        ChatRequest once = harness.longChat(8);
        List<ChatMessage> twice = new ArrayList<>(once.messages());
        twice.addAll(once.messages());
        List<ChatEvent> events = harness.events(once);
        Usage usage = usage(events);
        Usage more = usage(harness.events(harness.longChat(8).withMessages(twice)));

        assertThat(usage.estimated()).isFalse();
        assertThat(usage.inputTokens()).isPositive();
        assertThat(more.inputTokens()).isGreaterThan(usage.inputTokens());
        assertThat(usage.cacheReadInputTokens()).isBetween(0, usage.inputTokens());
        assertThat(usage.reasoningOutputTokens()).isBetween(0, usage.outputTokens());
        // The last delta may be what was held back for a stop sequence that did not come.
        assertThat(events.size() - 2).isBetween(1, usage.outputTokens() + 1);
    }

    @Test
    void every_text_delta_is_whole_characters() {
        ChatRequest request =
                harness.longChat(64)
                        .withMessages(
                                List.of(
                                        ChatMessage.of(
                                                Role.USER,
                                                "Straße 東京 👩‍👩‍👧 e\u0301 🎉🎉 done")));
        for (long seed = 0; seed < 5; seed++) {
            ChatRequest wild =
                    request.withSampling(
                            request.sampling()
                                    .with(SamplingParameter.TEMPERATURE, 2)
                                    .withSeed(seed));
            for (ChatEvent event : harness.events(wild)) {
                if (event instanceof TextDelta(_, var text, _)) {
                    assertThat(text).isNotEmpty();
                    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isTrue();
                }
            }
        }
    }

    @Test
    void the_same_seed_gives_the_same_text() {
        assumeTrue(harness.can(Capability.SEED));
        ChatRequest request = harness.longChat(LONG_TOKENS);
        ChatRequest seeded = request.withSampling(request.sampling().withSeed(42L));

        assertThat(onlyChoice(harness.chat(seeded)).text())
                .isEqualTo(onlyChoice(harness.chat(seeded)).text());
    }

    @Test
    void n_choices_come_complete_and_counted_together() {
        assumeTrue(harness.can(Capability.MULTIPLE_CHOICES));

        ChatResult result = harness.chat(harness.longChat(8).withN(3));

        assertThat(result.choices())
                .hasSize(3)
                .allSatisfy(choice -> {
                    assertThat(choice.text()).isNotEmpty();
                    assertThat(choice.finishReason()).isEqualTo(FinishReason.LENGTH);
                });
        assertThat(result.usage().outputTokens()).isEqualTo(3 * 8);
        assertThat(result.usage().inputTokens())
                .isEqualTo(harness.chat(harness.longChat(8)).usage().inputTokens());
    }

    @Test
    void logprobs_come_one_per_output_token_with_sorted_alternatives() {
        assumeTrue(harness.can(Capability.LOGPROBS));
        ChatResult result = harness.chat(harness.longChat(8).withTopLogprobs(3));
        ChatResult.Choice choice = onlyChoice(result);

        assertThat(choice.logprobs()).hasSize(8);
        assertThat(choice.logprobs()).allSatisfy(ChatEngineContract::assertSound);
        assertThat(choice.logprobs()).allSatisfy(token -> assertThat(token.top()).hasSize(3));
        assertThat(textOf(choice.logprobs())).startsWith(choice.text());
    }

    @Test
    void logprobs_without_alternatives_are_allowed() {
        assumeTrue(harness.can(Capability.LOGPROBS));

        assertThat(onlyChoice(harness.chat(harness.longChat(4).withTopLogprobs(0))).logprobs())
                .hasSize(4)
                .allSatisfy(token -> assertThat(token.top()).isEmpty());
    }

    @Test
    void input_that_does_not_fit_is_refused_with_both_counts() {
        int limit = harness.contextLength();
        String text = "one two ".repeat(limit);
        ChatRequest request =
                ChatRequest.of(subject.model(), List.of(ChatMessage.of(Role.USER, text)));

        ApiProblem problem =
                EngineHarness.problem(
                        () -> harness.chatEngine().chat(context(), subject.model(), request));

        assertThat(problem)
                .isInstanceOfSatisfying(
                        ContextTooLong.class,
                        tooLong -> {
                            assertThat(tooLong.limit()).isEqualTo(limit);
                            assertThat(tooLong.tokens()).isGreaterThan(limit);
                        });
        assertThat(onlyChoice(harness.chat(harness.shortChat())).text()).isNotBlank();
    }

    @Test
    void an_unknown_model_is_not_found() {
        assertThatThrownBy(() ->
                        harness.chatEngine()
                                .chat(context(), new ModelId("no/such-model"), harness.shortChat()))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.problem()).isInstanceOf(ModelNotFound.class));
    }

    @Test
    void every_conversation_shape_is_answered() {
        List<ChatMessage> turns =
                List.of(
                        ChatMessage.of(Role.SYSTEM, "Be brief."),
                        ChatMessage.of(Role.USER, "Hello"),
                        ChatMessage.of(Role.ASSISTANT, "Hi."),
                        ChatMessage.of(Role.USER, ""),
                        ChatMessage.of(Role.USER, "Hello\n\n\t <|x|> {{x}} {% x %} \u0000 again"));
        for (int i = 1; i <= turns.size(); i++) {
            ChatRequest request = harness.longChat(4).withMessages(turns.subList(0, i));
            assertThat(harness.events(request).getLast()).isInstanceOf(Finished.class);
        }
    }

    @Test
    void tool_and_reasoning_deltas_are_well_formed_whenever_they_come() {
        for (ChatEvent event : harness.events(harness.longChat(LONG_TOKENS))) {
            switch (event) {
                case Started _, TextDelta _, Finished _ -> {}
                case ReasoningDelta(int choice, String text) -> {
                    assertThat(choice).isZero();
                    assertThat(text).isNotEmpty();
                }
                case ToolCallDelta delta ->
                        throw new AssertionError("no tools were given, yet " + delta);
            }
        }
    }

    private static void assertSound(TokenLogprob token) {
        assertThat(token.logprob()).isLessThanOrEqualTo(0);
        assertThat(token.bytes()).allMatch(b -> b >= 0 && b <= 255);
        double last = 0;
        for (TokenLogprob.Alternative alternative : token.top()) {
            assertThat(alternative.logprob()).isLessThanOrEqualTo(last);
            last = alternative.logprob();
        }
    }

    private static String textOf(List<TokenLogprob> tokens) {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        tokens.forEach(token -> token.bytes().forEach(bytes::write));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static ChatResult.Choice onlyChoice(ChatResult result) {
        assertThat(result.choices()).hasSize(1);
        return result.choices().getFirst();
    }

    private static Usage usage(List<ChatEvent> events) {
        return ((Finished) events.getLast()).usage();
    }
}
