package dev.parlance.engine.llama.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parlance.engine.llama.ffm.Candidates;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SelectorTest {
    private static final double LN2 = Math.log(2);

    /// Logits of a language: the r-th likeliest token has a probability near 1 / r.
    private static float[] zipf(Random random, int size) {
        float[] logits = new float[size];
        for (int i = 0; i < size; i++) {
            logits[i] = (float) (-1.1 * Math.log(i + 1) + random.nextGaussian() * 0.1);
        }
        return logits;
    }

    /// The mean surprise, in bits, of what a Mirostat draws by the model's own probabilities.
    private static double surprise(Selector mirostat, int tokens) {
        Random random = new Random(4);
        double bits = 0;
        for (int i = 0; i < tokens; i++) {
            Candidates candidates = Candidates.of(zipf(random, 1000));
            int index = mirostat.select(candidates);
            candidates.computeChances();
            bits -= Math.log(candidates.chance(index)) / LN2;
            mirostat.accept(candidates, index);
        }
        return bits / tokens;
    }

    @Test
    void mirostat_keeps_the_surprise_near_its_target() {
        for (int version = 1; version <= 2; version++) {
            for (double tau : new double[] {2, 3, 4}) {
                Selector mirostat = new Mirostat(version, 1000, tau, 0.1, new Draws(9));
                assertThat(surprise(mirostat, 2000))
                        .as("version %d, tau %f", version, tau)
                        .isCloseTo(tau, within(0.35));
            }
        }
    }

    @Test
    void mirostat_2_drops_what_is_too_surprising() {
        // Surprises of 1, 2, 3 and 3 bits; the bound starts at twice the target.
        float[] logits = {(float) (-1 * LN2), (float) (-2 * LN2), -3.01f * 0.6931f, -2.08f};
        Mirostat mirostat = new Mirostat(2, 4, 1.25, 0, new Draws(1));
        Candidates candidates = Candidates.of(logits);
        assertThat(mirostat.select(candidates)).isBetween(0, 1);
        assertThat(candidates.size()).isEqualTo(2);
        // The likeliest token stays, however low the bound is.
        candidates = Candidates.of(logits);
        assertThat(new Mirostat(2, 4, 0, 0, new Draws(1)).select(candidates)).isZero();
        assertThat(candidates.size()).isEqualTo(1);
    }

    @Test
    void mirostat_1_survives_any_distribution() {
        for (float[] logits :
                new float[][] {{1}, {1, 1, 1, 1}, {1e30f, -1e30f}, {0, Float.NEGATIVE_INFINITY}}) {
            for (double tau : new double[] {0, 5, 100}) {
                Mirostat mirostat = new Mirostat(1, logits.length, tau, 1, new Draws(1));
                for (int i = 0; i < 20; i++) {
                    Candidates candidates = Candidates.of(logits);
                    int index = mirostat.select(candidates);
                    assertThat(candidates.chance(index)).isPositive();
                    mirostat.accept(candidates, index);
                }
            }
        }
    }

    @Test
    void adaptive_p_keeps_the_probability_near_its_target() {
        Random random = new Random(5);
        for (double target : new double[] {0.3, 0.5, 0.7}) {
            AdaptiveP selector = new AdaptiveP(target, 0.9, new Draws(3));
            double sum = 0;
            for (int i = 0; i < 3000; i++) {
                float[] logits = new float[12];
                for (int j = 0; j < logits.length; j++) {
                    logits[j] = (float) random.nextGaussian() * 4;
                }
                Candidates candidates = Candidates.of(logits);
                Truncations.minP(0.05).apply(candidates);
                int index = selector.select(candidates);
                sum += candidates.chance(index);
                selector.accept(candidates, index);
            }
            assertThat(sum / 3000).as("target " + target).isCloseTo(target, within(0.12));
        }
    }

    @Test
    void adaptive_p_prefers_by_its_formula() {
        // Probabilities of 0.5, 0.3 and 0.2; nothing was taken, so the target itself is aimed at.
        float[] logits = {(float) Math.log(0.5), (float) Math.log(0.3), (float) Math.log(0.2)};
        double[] preferences = new double[3];
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double x = Math.abs(new double[] {0.5, 0.3, 0.2}[i] - 0.3) / 0.3;
            preferences[i] = Math.exp(5 - 10 * x * x / (1 + x));
            sum += preferences[i];
        }
        int[] drawn = new int[3];
        for (int seed = 0; seed < 20_000; seed++) {
            drawn[new AdaptiveP(0.3, 0.9, new Draws(seed)).select(Candidates.of(logits))]++;
        }
        for (int i = 0; i < 3; i++) {
            assertThat(drawn[i] / 20_000.0).isCloseTo(preferences[i] / sum, within(0.02));
        }
    }

    @Test
    void random_numbers_are_uniform_and_fixed_for_ever() {
        Draws draws = new Draws(42);
        double first = draws.next();
        assertThat(first).isEqualTo(new Draws(42).next()).isNotEqualTo(new Draws(43).next());
        int[] tenths = new int[10];
        for (int i = 0; i < 100_000; i++) {
            tenths[(int) (draws.next() * 10)]++;
        }
        for (int count : tenths) {
            assertThat(count).isBetween(9_500, 10_500);
        }
        // Written down so that a change of the generator, which changes every seeded text, shows.
        assertThat(first).isEqualTo(0.5961188718302076);
    }
}
