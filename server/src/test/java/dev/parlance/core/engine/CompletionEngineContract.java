package dev.parlance.core.engine;

import static dev.parlance.core.engine.EngineHarness.context;
import static dev.parlance.core.engine.EngineSubject.LONG_TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.model.Capability;
import dev.parlance.core.problem.ApiProblem;
import dev.parlance.core.problem.ApiProblem.ContextTooLong;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What every completion engine's answers are like.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class CompletionEngineContract {
    private static final String PROMPT = "The quick brown fox jumps over the lazy dog and";

    private final EngineSubject subject;
    private EngineHarness harness;

    protected CompletionEngineContract(EngineSubject subject) {
        this.subject = subject;
    }

    @BeforeAll
    void open() {
        harness = new EngineHarness(subject);
        assertThat(harness.engine).isInstanceOf(CompletionEngine.class);
    }

    @AfterAll
    void close() {
        harness.close();
    }

    @Test
    void a_prompt_is_continued_and_the_limit_is_exact() {
        ChatResult result = harness.complete(harness.completion(PROMPT, 6));

        assertThat(onlyChoice(result).text()).isNotEmpty().doesNotStartWith(PROMPT);
        assertThat(onlyChoice(result).finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(result.usage().outputTokens()).isEqualTo(6);
        assertThat(result.usage().inputTokens()).isPositive();
    }

    @Test
    void no_output_is_a_valid_wish() {
        ChatResult result = harness.complete(harness.completion(PROMPT, 0));

        assertThat(onlyChoice(result).text()).isEmpty();
        assertThat(onlyChoice(result).finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(result.usage().outputTokens()).isZero();
    }

    @Test
    void an_echo_brings_the_prompt_back_before_the_output() {
        assumeTrue(harness.can(Capability.ECHO));
        CompletionPrompt prompt = new CompletionPrompt.Text(PROMPT);

        ChatResult only = harness.complete(harness.completion(prompt, null, true, List.of(), 1, 0));
        ChatResult both = harness.complete(harness.completion(prompt, null, true, List.of(), 1, 4));

        assertThat(onlyChoice(only).text()).isEqualTo(PROMPT);
        assertThat(only.usage().outputTokens()).isZero();
        assertThat(onlyChoice(both).text()).startsWith(PROMPT).isNotEqualTo(PROMPT);
        assertThat(both.usage().outputTokens()).isEqualTo(4);
    }

    @Test
    void a_stop_sequence_in_an_echoed_prompt_stops_nothing() {
        assumeTrue(harness.can(Capability.ECHO) && harness.can(Capability.STOP));
        CompletionRequest request =
                harness.completion(
                        new CompletionPrompt.Text(PROMPT), null, true, List.of("brown fox"), 1, 2);

        assertThat(onlyChoice(harness.complete(request)).text()).startsWith(PROMPT);
    }

    @Test
    void a_stop_sequence_is_never_in_the_output() {
        assumeTrue(harness.can(Capability.STOP));
        String text = onlyChoice(harness.complete(harness.completion(PROMPT, LONG_TOKENS))).text();
        String stop = text.substring(text.length() / 2, text.length() / 2 + 2);

        ChatResult.Choice stopped =
                onlyChoice(
                        harness.complete(
                                harness.completion(
                                        new CompletionPrompt.Text(PROMPT),
                                        null,
                                        false,
                                        List.of(stop),
                                        1,
                                        LONG_TOKENS)));

        assertThat(stopped.text()).isEqualTo(text.substring(0, text.indexOf(stop)));
        assertThat(stopped.finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void several_choices_come_complete() {
        assumeTrue(harness.can(Capability.MULTIPLE_CHOICES));

        ChatResult result =
                harness.complete(
                        harness.completion(
                                new CompletionPrompt.Text(PROMPT), null, false, List.of(), 2, 5));

        assertThat(result.choices())
                .hasSize(2)
                .allSatisfy(choice -> assertThat(choice.text()).isNotEmpty());
        assertThat(result.usage().outputTokens()).isEqualTo(10);
    }

    @Test
    void a_prompt_of_tokens_is_the_same_prompt() {
        assumeTrue(harness.can(Capability.TOKEN_PROMPT));
        List<Integer> ids = harness.ids(PROMPT);

        ChatResult result =
                harness.complete(
                        harness.completion(
                                new CompletionPrompt.Tokens(ids), null, false, List.of(), 1, 4));

        // One more where the model begins every input with a token of its own.
        assertThat(result.usage().inputTokens()).isBetween(ids.size(), ids.size() + 1);
        assertThat(result.usage().outputTokens()).isEqualTo(4);
    }

    @Test
    void token_ids_outside_the_vocabulary_are_refused() {
        assumeTrue(harness.can(Capability.TOKEN_PROMPT));
        for (int id : new int[] {-1, Integer.MAX_VALUE}) {
            CompletionRequest request =
                    harness.completion(
                            new CompletionPrompt.Tokens(List.of(id)), null, false, List.of(), 1, 4);

            assertThat(EngineHarness.problem(() -> harness.gateway.complete(context(), request)))
                    .isInstanceOfSatisfying(
                            InvalidRequest.class,
                            problem -> assertThat(problem.message()).contains(String.valueOf(id)));
        }
    }

    @Test
    void a_gap_before_a_suffix_is_filled() {
        assumeTrue(harness.can(Capability.INFILL));

        ChatResult result =
                harness.complete(
                        harness.completion(
                                new CompletionPrompt.Text(PROMPT),
                                " the end.",
                                false,
                                List.of(),
                                1,
                                4));

        assertThat(result.usage().outputTokens()).isBetween(1, 4);
    }

    @Test
    void logprobs_cover_the_echo_and_the_output() {
        assumeTrue(harness.can(Capability.LOGPROBS) && harness.can(Capability.ECHO));
        CompletionRequest plain = harness.completion(PROMPT, 4);
        CompletionRequest request =
                new CompletionRequest(
                        plain.model(),
                        plain.prompt(),
                        null,
                        true,
                        plain.sampling(),
                        List.of(),
                        1,
                        4,
                        2,
                        plain.extensions());

        ChatResult result = harness.complete(request);
        List<TokenLogprob> logprobs = onlyChoice(result).logprobs();

        assertThat(logprobs).hasSizeBetween(4 + 1, 4 + result.usage().inputTokens());
        assertThat(logprobs.subList(1, logprobs.size())).allMatch(token -> token.logprob() <= 0);
        assertThat(logprobs.getFirst().logprob())
                .as("nothing comes before the first token")
                .matches(value -> Double.isNaN(value) || value <= 0);
        assertThat(logprobs.stream().map(TokenLogprob::token).collect(Collectors.joining()))
                .startsWith(PROMPT);
    }

    @Test
    void a_prompt_that_does_not_fit_is_refused_with_both_counts() {
        int limit = harness.contextLength();
        ApiProblem problem =
                EngineHarness.problem(() ->
                        harness.gateway.complete(
                                context(), harness.completion("one two ".repeat(limit), 1)));

        assertThat(problem)
                .isInstanceOfSatisfying(
                        ContextTooLong.class,
                        tooLong -> {
                            assertThat(tooLong.limit()).isEqualTo(limit);
                            assertThat(tooLong.tokens()).isGreaterThan(limit);
                        });
    }

    @Test
    void a_cancelled_continuation_leaks_no_permit() {
        for (int pulls = 0; pulls < 6; pulls++) {
            try (ChatStream stream =
                    harness.gateway.complete(context(), harness.completion(PROMPT, LONG_TOKENS))) {
                for (int pull = 0; pull < pulls; pull++) {
                    stream.next();
                }
            }
            assertThat(harness.admission.active()).isZero();
        }
    }

    private static ChatResult.Choice onlyChoice(ChatResult result) {
        assertThat(result.choices()).hasSize(1);
        return result.choices().getFirst();
    }
}
