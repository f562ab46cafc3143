package dev.parlance.engine.llama;

import static dev.parlance.engine.llama.TinyEngine.TINY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.core.tokens.NextTokens;
import dev.parlance.core.tokens.NextTokens.Candidate;
import dev.parlance.core.tokens.NextTokensRequest;
import dev.parlance.engine.llama.gguf.TinyGguf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Prompts scored as evaluation harnesses ask for it, against the model's whole distributions.
class ScoringTest {
    private static final int VOCABULARY = 264;

    @TempDir private Path folder;
    private TinyEngine tiny;

    @BeforeEach
    void open() {
        tiny = new TinyEngine(folder, TinyGguf.bpe(4), 2, 256);
    }

    @AfterEach
    void close() {
        tiny.close();
    }

    @Test
    void a_whole_distribution_sums_to_one_and_is_sorted() {
        NextTokens next = next(List.of(70, 71, 72), 100_000);
        double sum = next.tokens().stream().mapToDouble(c -> Math.exp(c.logprob())).sum();

        assertThat(next.tokens()).hasSize(VOCABULARY);
        assertThat(sum).isCloseTo(1, within(1e-6));
        assertThat(next.tokens())
                .isSortedAccordingTo((a, b) -> Double.compare(b.logprob(), a.logprob()));
        assertThat(next(List.of(70, 71, 72), 3).tokens()).isEqualTo(next.tokens().subList(0, 3));
        assertThat(next.usage().inputTokens()).isEqualTo(3);
    }

    @Test
    void the_likeliest_token_is_what_a_greedy_reply_begins_with() {
        Candidate first = next(List.of(70, 71, 72), 1).tokens().getFirst();
        ChatResult reply = tiny.complete(request(List.of(70, 71, 72), false, 1, 1, Map.of()));
        TokenLogprob drawn = reply.choices().getFirst().logprobs().getFirst();

        assertThat(drawn.bytes()).isEqualTo(first.token().bytes());
        assertThat(drawn.logprob()).isCloseTo(first.logprob(), within(1e-6));
    }

    @Test
    void an_echoed_prompt_is_scored_by_the_distributions_before_its_tokens() {
        Random random = new Random(9);
        List<Integer> prompt = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            // Among them halves of characters and a token that ends texts.
            prompt.add(i == 11 ? 261 : random.nextInt(256));
        }
        for (int maxTokens : new int[] {0, 1}) {
            ChatResult result = tiny.complete(request(prompt, true, maxTokens, 1, Map.of()));
            List<TokenLogprob> scored = result.choices().getFirst().logprobs();
            assertThat(scored).hasSize(prompt.size() + maxTokens);
            assertThat(scored.getFirst().logprob()).isNaN();
            for (int i = 1; i < prompt.size(); i++) {
                Map<Integer, Double> before =
                        next(prompt.subList(0, i), VOCABULARY).tokens().stream()
                                .collect(Collectors.toMap(c -> c.token().id(), Candidate::logprob));
                double expected = before.get(prompt.get(i));
                double best = before.values().stream().max(Double::compare).orElseThrow();
                assertThat(scored.get(i).logprob()).isCloseTo(expected, within(5e-3));
                assertThat(scored.get(i).top().getFirst().logprob()).isCloseTo(best, within(5e-3));
            }
        }
    }

    @Test
    void the_one_token_after_a_scored_prompt_counts_even_when_it_ends_the_text() {
        Map<Integer, Double> ending = Map.of(261, 100.0);
        ChatResult result = tiny.complete(request(List.of(70, 71, 72), true, 1, 1, ending));
        ChatResult.Choice choice = result.choices().getFirst();

        assertThat(choice.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(choice.logprobs()).hasSize(4);
        assertThat(choice.logprobs().getLast().token()).isEqualTo("<|endoftext|>");
        assertThat(choice.logprobs().getLast().logprob()).isNegative();
    }

    @Test
    void what_cannot_be_asked_is_refused() {
        assertThatThrownBy(() -> next(List.of(), 5)).hasMessageContaining("empty");
        assertThatThrownBy(() -> next(List.of(VOCABULARY), 5)).isInstanceOf(ApiException.class);
        List<Integer> tooLong = new Random(1).ints(257, 0, 256).boxed().toList();
        assertThatThrownBy(() -> next(tooLong, 5)).hasMessageContaining("257");
        assertThat(next(tooLong.subList(0, 256), 5).tokens()).hasSize(5);
    }

    private NextTokens next(List<Integer> prompt, int top) {
        return tiny.engine.nextTokens(
                tiny.context(),
                TINY,
                new NextTokensRequest(TINY, new CompletionPrompt.Tokens(prompt), top));
    }

    private static CompletionRequest request(
            List<Integer> prompt,
            boolean echo,
            int maxTokens,
            int logprobs,
            Map<Integer, Double> bias) {
        return new CompletionRequest(
                TINY,
                new CompletionPrompt.Tokens(prompt),
                null,
                echo,
                Sampling.DEFAULT
                        .with(SamplingParameter.TEMPERATURE, 0)
                        .withSeed(1234L)
                        .withLogitBias(bias),
                List.of(),
                1,
                maxTokens,
                logprobs,
                JsonObject.EMPTY);
    }
}
