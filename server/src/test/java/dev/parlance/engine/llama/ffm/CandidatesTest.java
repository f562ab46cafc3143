package dev.parlance.engine.llama.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CandidatesTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());

    private static float[] logits(Random random, int size) {
        float[] logits = new float[size];
        float spread = new float[] {0.01f, 1, 5, 100}[random.nextInt(4)];
        for (int i = 0; i < size; i++) {
            // Some equal ones, some impossible ones.
            float value = (float) random.nextGaussian() * spread;
            logits[i] = random.nextInt(8) == 0 ? Math.round(value) : value;
            if (i > 0 && random.nextInt(20) == 0) {
                logits[i] = Float.NEGATIVE_INFINITY;
            }
        }
        return logits;
    }

    private static List<Integer> ids(Candidates candidates) {
        return IntStream.range(0, candidates.size()).map(candidates::id).boxed().toList();
    }

    /// Likeliest first, of equals the smaller id.
    private static List<Integer> ranked(float[] logits) {
        List<Integer> ids = new ArrayList<>(IntStream.range(0, logits.length).boxed().toList());
        ids.sort(Comparator.<Integer>comparingDouble(i -> -logits[i]).thenComparing(i -> i));
        return ids;
    }

    @Test
    void brings_the_likeliest_to_the_front_whatever_the_logits() {
        Random random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            float[] logits = logits(random, 1 + random.nextInt(700));
            int count = 1 + random.nextInt(logits.length + 5);
            int kept = Math.min(count, logits.length);
            List<Integer> ranked = ranked(logits);

            Candidates sorted = Candidates.of(logits);
            if (random.nextBoolean()) {
                sorted.sort(1 + random.nextInt(count));
            }
            sorted.sort(count);
            assertThat(ids(sorted).subList(0, kept))
                    .as("seed %d round %d", SEED, round)
                    .isEqualTo(ranked.subList(0, kept));
            assertThat(ids(sorted)).hasSize(logits.length).doesNotHaveDuplicates();
            for (int i = 0; i < logits.length; i++) {
                assertThat(sorted.logit(i)).isEqualTo(logits[sorted.id(i)]);
            }

            Candidates likeliest = Candidates.of(logits);
            likeliest.keepLikeliest(count);
            assertThat(ids(likeliest))
                    .as("seed %d round %d", SEED, round)
                    .isEqualTo(ranked.subList(0, kept));
        }
    }

    @Test
    void gives_probabilities_that_add_up_to_one() {
        Random random = new Random(SEED);
        for (int round = 0; round < 100; round++) {
            float[] logits = logits(random, 1 + random.nextInt(300));
            Candidates candidates = Candidates.of(logits);
            candidates.computeChances();
            double sum = 0;
            for (float logit : logits) {
                sum += Math.exp(logit);
            }
            for (int i = 0; i < logits.length; i++) {
                double expected = 0;
                for (float other : logits) {
                    expected += Math.exp((double) other - logits[i]);
                }
                expected = logits[i] == Float.NEGATIVE_INFINITY ? 0 : 1 / expected;
                assertThat((double) candidates.chance(i))
                        .as("seed %d round %d", SEED, round)
                        .isCloseTo(expected, within(1e-6));
            }
            assertThat(candidates.logSum()).isCloseTo(Math.log(sum), within(1e-4));
        }
    }

    @Test
    void finds_the_likeliest_of_any_number_of_tokens() {
        Random random = new Random(SEED);
        for (int size = 1; size < 40; size++) {
            float[] logits = logits(random, size);
            Candidates candidates = Candidates.of(logits);
            assertThat(candidates.likeliest()).as("seed " + SEED).isEqualTo(ranked(logits).get(0));
        }
    }

    @Test
    void keeps_and_restores() {
        Candidates candidates = Candidates.of(0, 3, 1, 2);
        candidates.setLogit(0, 9);
        candidates.sort(2);
        assertThat(ids(candidates).subList(0, 2)).containsExactly(0, 1);
        BitSet tokens = new BitSet();
        tokens.set(1);
        tokens.set(3);
        candidates.keep(tokens);
        assertThat(ids(candidates)).containsExactly(1, 3);
        assertThat(candidates.isDense()).isFalse();
        candidates.computeChances();
        assertThat(candidates.chance(0)).isCloseTo(0.7311f, within(1e-4f));

        candidates.restore();
        assertThat(candidates.isDense()).isTrue();
        assertThat(ids(candidates)).containsExactly(0, 1, 2, 3);
        assertThat(candidates.logit(0)).isEqualTo(0);
    }

    @Test
    void keeps_at_least_one_token() {
        Candidates candidates = Candidates.of(1, 2);
        candidates.truncate(0);
        assertThat(candidates.size()).isEqualTo(1);
        candidates.restore();
        candidates.keepLikeliest(0);
        assertThat(ids(candidates)).containsExactly(1);
    }

    @Test
    void survives_logits_that_samplers_made_infinite() {
        Candidates candidates = Candidates.of(1, 2, 3);
        candidates.setLogit(0, Float.POSITIVE_INFINITY);
        candidates.setLogit(1, Float.NEGATIVE_INFINITY);
        candidates.computeChances();
        assertThat(candidates.chance(0)).isEqualTo(1);
        candidates.sort(3);
        assertThat(ids(candidates)).containsExactly(0, 2, 1);
    }

    @Test
    void refuses_logits_that_are_not_numbers() {
        for (int place = 0; place < 20; place++) {
            float[] logits = new float[20];
            logits[place] = Float.NaN;
            assertThatThrownBy(() -> Candidates.of(logits)).hasMessageContaining("not a number");
            logits[place] = Float.POSITIVE_INFINITY;
            assertThatThrownBy(() -> Candidates.of(logits)).hasMessageContaining("not a number");
        }
        float never = Float.NEGATIVE_INFINITY;
        assertThatThrownBy(() -> Candidates.of(never, never)).hasMessageContaining("impossible");
        assertThat(Candidates.of(never, 1).likeliest()).isEqualTo(1);
    }
}
