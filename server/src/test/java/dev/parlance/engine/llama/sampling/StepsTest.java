package dev.parlance.engine.llama.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parlance.engine.llama.ffm.Candidates;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StepsTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());
    private static final int ROUNDS = 200;

    private final Random random = new Random(SEED);

    /// A sampler by its definition.
    @FunctionalInterface
    private interface Definition {
        double[] apply(double[] logits, double parameter);
    }

    /// Some logits, of which some are impossible.
    private float[] logits() {
        float[] logits = new float[2 + random.nextInt(60)];
        float spread = new float[] {0.3f, 2, 6}[random.nextInt(3)];
        for (int i = 0; i < logits.length; i++) {
            boolean gone = i > 1 && random.nextInt(10) == 0;
            logits[i] = gone ? Float.NEGATIVE_INFINITY : (float) random.nextGaussian() * spread;
        }
        return logits;
    }

    private static double[] doubles(float[] logits) {
        return IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).toArray();
    }

    private static double[] probabilities(Candidates candidates, int vocabulary) {
        double[] p = new double[vocabulary];
        candidates.computeChances();
        for (int i = 0; i < candidates.size(); i++) {
            p[candidates.id(i)] = candidates.chance(i);
        }
        return p;
    }

    private void compare(float[] logits, Step step, double[] expected, String what) {
        Candidates candidates = Candidates.of(logits);
        switch (random.nextInt(3)) {
            case 0 -> candidates.sort(1 + random.nextInt(logits.length));
            case 1 -> candidates.keep(_ -> true);
            default -> {}
        }
        step.apply(candidates);
        assertThat(candidates.size()).isPositive();
        assertThat(probabilities(candidates, logits.length))
                .as("%s, -Dtests.seed=%d", what, SEED)
                .containsExactly(SlowSamplers.softmax(expected), within(1e-5));
    }

    private void follows(
            String what,
            double least,
            double greatest,
            DoubleFunction<Step> step,
            Definition definition) {
        for (int round = 0; round < ROUNDS; round++) {
            float[] logits = logits();
            double[] model = doubles(logits);
            double parameter = least + random.nextDouble() * (greatest - least);
            double[] expected = definition.apply(model, parameter);
            // A token on the very edge may fall to either side of it.
            boolean edge =
                    !Arrays.equals(
                            definition.apply(model, parameter * (1 - 1e-4)),
                            definition.apply(model, parameter * (1 + 1e-4)));
            if (!edge) {
                compare(logits, step.apply(parameter), expected, what + " " + parameter);
            }
        }
    }

    @Test
    void truncate_as_defined() {
        follows("top_k", 1, 70, k -> Truncations.topK((int) k), SlowSamplers::topK);
        follows("top_p", 0, 1, Truncations::topP, SlowSamplers::topP);
        follows("min_p", 0, 1, Truncations::minP, SlowSamplers::minP);
        follows("typical_p", 0, 1, Truncations::typical, SlowSamplers::typical);
        follows("top_n_sigma", 0, 4, Truncations::topSigma, SlowSamplers::topSigma);
        follows("top_a", 0, 1, Truncations::topA, SlowSamplers::topA);
        follows("epsilon", 0, 900, e -> Truncations.epsilon(e * 1e-4), SlowSamplers::epsilon);
        follows("eta", 0, 900, e -> Truncations.eta(e * 1e-4), SlowSamplers::eta);
    }

    @Test
    void cut_the_tail_as_defined() {
        follows(
                "tfs",
                0,
                1,
                Truncations::tailFree,
                (logits, z) -> logits.length > 2 ? SlowSamplers.tailFree(logits, z) : logits);
    }

    @Test
    void exclude_top_choices_as_defined() {
        follows(
                "xtc",
                0,
                0.5,
                threshold -> Truncations.excludeTopChoices(1, threshold, new Draws(1)),
                SlowSamplers::excludeTopChoices);
        int acted = 0;
        Step sometimes = Truncations.excludeTopChoices(0.3, 0.1, new Draws(SEED));
        for (int i = 0; i < 2000; i++) {
            Candidates candidates = Candidates.of(1, 1, 1);
            sometimes.apply(candidates);
            acted += candidates.size() == 1 ? 1 : 0;
        }
        assertThat(acted).as("-Dtests.seed=" + SEED).isBetween(480, 720);
    }

    @Test
    void bend_as_defined() {
        for (int round = 0; round < ROUNDS; round++) {
            float[] logits = logits();
            double[] model = doubles(logits);
            double low = 0.1 + random.nextDouble();
            double high = low + random.nextDouble() * 3;
            double exponent = random.nextDouble() * 3;
            compare(
                    logits,
                    Temperatures.fixed(high),
                    SlowSamplers.temperature(model, high),
                    "temperature");
            compare(
                    logits,
                    Temperatures.dynamic(low, high, exponent),
                    SlowSamplers.dynamic(model, low, high, exponent),
                    "dynatemp");
            double curve = 1 + random.nextDouble() * 9;
            compare(
                    logits,
                    Temperatures.smoothing(low / 10, curve),
                    SlowSamplers.smoothing(model, low / 10, curve),
                    "smoothing");
        }
    }

    @Test
    void penalise_as_defined() {
        for (int round = 0; round < ROUNDS; round++) {
            float[] logits = logits();
            int window = 1 + random.nextInt(40);
            TokenHistory history = new TokenHistory();
            Counts counts = new Counts(history, window);
            int[] tokens = new int[random.nextInt(300)];
            for (int i = 0; i < tokens.length; i++) {
                tokens[i] = random.nextInt(logits.length);
                history.add(tokens[i]);
                if (random.nextInt(5) == 0) {
                    // Looks at the history as it grows.
                    Penalties.presence(counts, 1).apply(Candidates.of(logits));
                }
            }
            float penalty = 0.5f + random.nextFloat();
            double[] repeated = doubles(logits);
            double[] frequent = doubles(logits);
            double[] present = doubles(logits);
            for (int i = 0; i < logits.length; i++) {
                int count = SlowSamplers.count(tokens, window, i);
                if (count > 0) {
                    repeated[i] = logits[i] < 0 ? logits[i] * penalty : logits[i] / penalty;
                    frequent[i] -= count * penalty;
                    present[i] -= penalty;
                }
            }
            compare(logits, Penalties.repetition(counts, penalty), repeated, "repetition");
            compare(logits, Penalties.frequency(counts, penalty), frequent, "frequency");
            compare(logits, Penalties.presence(counts, penalty), present, "presence");
        }
    }

    @Test
    void raise_the_prompts_tokens() {
        BitSet prompt = new BitSet();
        prompt.set(0);
        prompt.set(1);
        Candidates candidates = Candidates.of(2, -2, 2, -2);
        Penalties.prompt(prompt, 2).apply(candidates);
        assertThat(List.of(candidates.logit(0), candidates.logit(1), candidates.logit(2)))
                .containsExactly(4f, -1f, 2f);
    }

    @Test
    void avoid_repetitions_as_defined() {
        for (int round = 0; round < ROUNDS; round++) {
            float[] logits = logits();
            int kinds = Math.min(logits.length, 2 + random.nextInt(3));
            int[] tokens = random.ints(random.nextInt(60), 0, kinds).toArray();
            TokenHistory history = history(tokens);
            int allowed = 1 + random.nextInt(4);
            Step dry = new Dry(history, DryBreakers.NONE, 1000, 0.8, 1.75, allowed);
            compare(
                    logits,
                    dry,
                    SlowSamplers.dry(doubles(logits), tokens, 0.8, 1.75, allowed),
                    "dry after " + Arrays.toString(tokens));
        }
    }

    @Test
    void do_not_look_for_repetitions_across_a_breaker() {
        DryBreakers nine = new DryBreakers(Map.of(9, List.of(List.of())));
        DryBreakers pair = new DryBreakers(Map.of(8, List.of(List.of(7, 7))));
        assertThat(dried(nine, 1, 2, 3, 4, 9, 1, 2, 3)).containsExactly(4);
        assertThat(dried(nine, 1, 2, 9, 4, 9, 1, 2, 9)).isEmpty();
        assertThat(dried(nine, 1, 9, 2, 3, 4, 5, 9, 2, 3)).containsExactly(4);
        // Two tokens after the breaker, both in the repetition; a third would be needed.
        assertThat(dried(nine, 3, 9, 1, 2, 9)).isEmpty();
        assertThat(dried(pair, 1, 2, 3, 8, 7, 7, 1, 2)).containsExactly(3);
        assertThat(dried(pair, 1, 8, 7, 7, 3, 1, 8, 7, 7)).isEmpty();
        // A breaker itself is never penalised.
        assertThat(dried(nine, 1, 2, 9, 5, 1, 2)).isEmpty();
    }

    /// The tokens that DRY made less likely after these.
    private static List<Integer> dried(DryBreakers breakers, int... tokens) {
        Candidates candidates = Candidates.of(new float[10]);
        new Dry(history(tokens), breakers, 100, 1, 2, 2).apply(candidates);
        return IntStream.range(0, 10).filter(i -> candidates.logit(i) < 0).boxed().toList();
    }

    private static TokenHistory history(int... tokens) {
        TokenHistory history = new TokenHistory();
        for (int token : tokens) {
            history.add(token);
        }
        return history;
    }

    @Test
    void never_complete_a_row_of_tokens_twice() {
        assertThat(banned(2, 1, 2, 3, 1)).containsExactly(2);
        assertThat(banned(3, 1, 2, 3, 1, 2)).containsExactly(3);
        assertThat(banned(3, 1, 2, 3, 2)).isEmpty();
        assertThat(banned(1, 0, 3)).containsExactly(0, 3);
        assertThat(banned(5, 0, 3)).isEmpty();
        // Not when nothing else is left.
        assertThat(banned(1, 0, 1, 2, 3)).isEmpty();
    }

    private static List<Integer> banned(int length, int... tokens) {
        Candidates candidates = Candidates.of(1, 1, 1, 1);
        new Ngrams(history(tokens), length).apply(candidates);
        return IntStream.range(0, 4).filter(i -> candidates.logit(i) != 1).boxed().toList();
    }

    @Test
    void survive_one_token_and_equal_ones() {
        List<Step> steps =
                List.of(
                        Truncations.topK(1),
                        Truncations.topP(0),
                        Truncations.minP(1),
                        Truncations.typical(0),
                        Truncations.topSigma(0.001),
                        Truncations.topA(1),
                        Truncations.epsilon(1),
                        Truncations.eta(1),
                        Truncations.tailFree(0),
                        Truncations.excludeTopChoices(1, 0, new Draws(1)),
                        Temperatures.fixed(1e-9),
                        Temperatures.dynamic(0, 0, 0),
                        Temperatures.smoothing(100, 100));
        for (float[] logits : new float[][] {{3}, {0, 0, 0}, {1e30f, -1e30f, 1e30f}}) {
            for (Step step : steps) {
                Candidates candidates = Candidates.of(logits);
                step.apply(candidates);
                candidates.computeChances();
                assertThat(candidates.size()).isPositive();
                assertThat(candidates.chance(candidates.likeliest())).isPositive();
            }
        }
    }
}
