package dev.parlance.engine.llama.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.sampling.SamplerOrder;
import dev.parlance.core.sampling.SamplerStage;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.engine.llama.ffm.Candidates;
import dev.parlance.engine.llama.ffm.NativeException;
import dev.parlance.engine.llama.ffm.TokenFilter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SamplerChainTest {
    private static final float[] LOGITS = {2, 1.5f, 1, 0.5f, 0, -0.5f, -1, -3};
    private static final int DRAWS = 20_000;

    /// Allows the same tokens for ever, and counts what it is asked.
    static final class FixedFilter implements TokenFilter {
        private final BitSet tokens = new BitSet();
        private int asked;
        private int computed;

        FixedFilter(int... allowed) {
            for (int token : allowed) {
                tokens.set(token);
            }
        }

        @Override
        public boolean allows(int token) {
            asked++;
            return tokens.get(token);
        }

        @Override
        public BitSet allowed() {
            computed++;
            return tokens;
        }

        @Override
        public void accept(int token) {
            throw new IllegalStateException("the engine tells the filter, not the sampler");
        }
    }

    private static SamplingPlan plan(long seed, Map<SamplingParameter, Double> values) {
        return plan(seed, Sampling.DEFAULT.withValues(values));
    }

    private static SamplingPlan plan(long seed, Sampling sampling) {
        return new SamplingPlan(sampling, seed, Set.of(7), DryBreakers.NONE, 100);
    }

    private static SamplerChain chain(SamplingPlan plan) {
        return new SamplerChain(plan, LOGITS.length);
    }

    private static List<Integer> draw(
            SamplerChain chain, int count, @Nullable TokenFilter filter, float... logits) {
        List<Integer> tokens = new ArrayList<>();
        Candidates candidates = Candidates.of(logits);
        for (int i = 0; i < count; i++) {
            candidates.restore();
            tokens.add(chain.draw(candidates, filter));
        }
        return tokens;
    }

    /// Fails when the tokens would be drawn by these weights less often than once in a thousand
    /// times, or when one of no weight came.
    private static void assertDistributed(List<Integer> tokens, double... weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double deviation = 0;
        int freedom = -1;
        for (int token = 0; token < weights.length; token++) {
            int wanted = token;
            long seen = tokens.stream().filter(drawn -> drawn == wanted).count();
            double expected = weights[token] / sum * tokens.size();
            if (expected == 0) {
                assertThat(seen).as("token " + token).isZero();
                continue;
            }
            deviation += (seen - expected) * (seen - expected) / expected;
            freedom++;
        }
        // The 0.999 quantiles of the chi-square distribution with so many degrees of freedom.
        double[] bounds = {0.1, 10.83, 13.82, 16.27, 18.47, 20.52, 22.46, 24.32};
        assertThat(deviation).isLessThan(bounds[freedom]);
    }

    private static double[] weights(double temperature, int... tokens) {
        double[] weights = new double[LOGITS.length];
        for (int token : tokens) {
            weights[token] = Math.exp(LOGITS[token] / temperature);
        }
        return weights;
    }

    @Test
    void draws_by_the_softmax_at_a_temperature() {
        SamplerChain chain = chain(plan(1, Map.of(SamplingParameter.TEMPERATURE, 0.7)));
        assertDistributed(draw(chain, DRAWS, null, LOGITS), weights(0.7, 0, 1, 2, 3, 4, 5, 6, 7));
    }

    @Test
    void draws_the_same_from_the_same_seed_only() {
        Map<SamplingParameter, Double> hot = Map.of(SamplingParameter.TEMPERATURE, 2.0);
        List<Integer> first = draw(chain(plan(5, hot)), 50, null, LOGITS);
        assertThat(draw(chain(plan(5, hot)), 50, null, LOGITS)).isEqualTo(first);
        assertThat(draw(chain(plan(6, hot)), 50, null, LOGITS)).isNotEqualTo(first);
    }

    @Test
    void draws_from_the_constrained_model_when_nothing_truncates() {
        FixedFilter filter = new FixedFilter(2, 4, 7);
        SamplerChain chain = chain(plan(2, Map.of(SamplingParameter.TEMPERATURE, 1.0)));
        assertDistributed(draw(chain, DRAWS, filter, LOGITS), weights(1, 2, 4, 7));
    }

    @Test
    void chooses_among_the_allowed_tokens_that_truncation_left() {
        FixedFilter filter = new FixedFilter(1, 3, 6, 7);
        SamplerChain chain =
                chain(
                        plan(
                                3,
                                Map.of(
                                        SamplingParameter.TEMPERATURE, 1.0,
                                        SamplingParameter.TOP_K, 4.0)));
        assertDistributed(draw(chain, DRAWS, filter, LOGITS), weights(1, 1, 3));
        assertThat(filter.computed).isZero();
    }

    @Test
    void truncates_the_allowed_tokens_alone_when_none_was_left() {
        FixedFilter filter = new FixedFilter(3, 5, 6, 7);
        SamplerChain chain =
                chain(
                        plan(
                                4,
                                Map.of(
                                        SamplingParameter.TEMPERATURE, 1.0,
                                        SamplingParameter.TOP_K, 2.0)));
        assertDistributed(draw(chain, DRAWS, filter, LOGITS), weights(1, 3, 5));
    }

    @Test
    void asks_a_filter_about_one_token_while_it_allows_what_is_drawn() {
        FixedFilter filter = new FixedFilter(0, 1, 2, 3, 4, 5, 6, 7);
        SamplerChain chain = chain(plan(4, Map.of(SamplingParameter.TEMPERATURE, 1.0)));
        draw(chain, 100, filter, LOGITS);
        assertThat(filter.asked).isEqualTo(100);
        assertThat(filter.computed).isZero();
    }

    @Test
    void takes_the_likeliest_allowed_token_when_greedy() {
        SamplerChain chain = chain(SamplingPlan.GREEDY);
        assertThat(draw(chain, 1, null, LOGITS)).containsExactly(0);
        assertThat(draw(chain, 1, new FixedFilter(5, 3, 7), LOGITS)).containsExactly(3);
        float[] many = new float[1000];
        many[7] = 1;
        many[600] = 0.5f;
        assertThat(draw(chain, 1, new FixedFilter(5, 600), many)).containsExactly(600);
    }

    @Test
    void says_when_nothing_is_allowed() {
        SamplerChain greedy = chain(SamplingPlan.GREEDY);
        SamplerChain hot = chain(plan(1, Map.of()));
        for (SamplerChain chain : List.of(greedy, hot)) {
            assertThatThrownBy(() -> draw(chain, 1, new FixedFilter(), LOGITS))
                    .isInstanceOf(NativeException.class)
                    .hasMessageContaining("constraint");
        }
        float never = Float.NEGATIVE_INFINITY;
        assertThatThrownBy(() -> draw(hot, 1, new FixedFilter(1), 1, never))
                .isInstanceOf(NativeException.class)
                .hasMessageContaining("constraint");
    }

    @Test
    void penalises_the_end_of_the_prompt_and_what_was_drawn() {
        SamplingPlan plan =
                plan(
                        1,
                        Map.of(
                                SamplingParameter.TEMPERATURE, 0.0,
                                SamplingParameter.PRESENCE_PENALTY, 100.0,
                                SamplingParameter.PENALTY_LAST_N, 3.0));
        SamplerChain chain = chain(plan);
        chain.prompt(new int[] {1, 0, 2});
        // 1, 0 and 2 are in the window; then each draw pushes the oldest out.
        assertThat(draw(chain, 6, null, LOGITS)).containsExactly(3, 1, 0, 2, 3, 1);
    }

    @Test
    void adds_a_bias_to_the_models_logit() {
        SamplingPlan plan =
                plan(
                        0,
                        Sampling.DEFAULT
                                .with(SamplingParameter.TEMPERATURE, 0)
                                .withLogitBias(Map.of(6, 10.0, 0, -9.0)));
        assertThat(draw(chain(plan), 1, null, LOGITS)).containsExactly(6);
        assertThat(draw(chain(plan), 1, new FixedFilter(0, 1), LOGITS)).containsExactly(1);
    }

    @Test
    void takes_a_tiny_temperature_for_greedy() {
        SamplerChain chain = chain(plan(1, Map.of(SamplingParameter.TEMPERATURE, 1e-30)));
        assertThat(draw(chain, 5, null, LOGITS)).containsOnly(0);
    }

    @Test
    void runs_the_samplers_in_the_order_asked_for() {
        Map<SamplingParameter, Double> values =
                Map.of(
                        SamplingParameter.TEMPERATURE, 0.25,
                        SamplingParameter.TOP_P, 0.7,
                        SamplingParameter.TOP_K, 6.0);
        Sampling usual = Sampling.DEFAULT.withValues(values);
        SamplerOrder early =
                new SamplerOrder(List.of(SamplerStage.TEMPERATURE, SamplerStage.TOP_P), false);
        // At a low temperature, one token has nearly all of the mass.
        assertThat(draw(chain(plan(1, usual)), 2000, null, LOGITS)).contains(1);
        assertThat(draw(chain(plan(1, usual.withOrder(early))), 2000, null, LOGITS))
                .containsOnly(0);
        SamplerOrder none = new SamplerOrder(List.of(SamplerStage.TOP_K), false);
        assertDistributed(
                draw(chain(plan(1, usual.withOrder(none))), DRAWS, null, LOGITS),
                weights(1, 0, 1, 2, 3, 4, 5));
    }

    @Test
    void never_takes_a_banned_token() {
        Sampling banned =
                Sampling.DEFAULT
                        .with(SamplingParameter.TEMPERATURE, 1)
                        .withBans(Set.of(0, 2), true);
        assertDistributed(
                draw(chain(plan(1, banned)), DRAWS, null, LOGITS), weights(1, 1, 3, 4, 5, 6));
    }

    @Test
    void ends_when_the_constraint_leaves_nothing_else() {
        Sampling endless =
                Sampling.DEFAULT.with(SamplingParameter.TEMPERATURE, 1).withBans(Set.of(), true);
        FixedFilter end = new FixedFilter(7);
        assertThat(draw(chain(plan(1, endless)), 1, end, LOGITS)).containsExactly(7);
        assertThat(draw(chain(plan(1, endless)), 50, new FixedFilter(6, 7), LOGITS))
                .containsOnly(6);
    }

    @Test
    void does_not_end_before_the_least_number_of_tokens() {
        SamplingPlan plan =
                plan(
                        1,
                        Map.of(
                                SamplingParameter.TEMPERATURE, 0.0,
                                SamplingParameter.MIN_TOKENS, 3.0));
        float[] ending = {0, 1, 0, 0, 0, 0, 0, 9};
        assertThat(draw(chain(plan), 5, null, ending)).containsExactly(1, 1, 1, 7, 7);
    }
}
