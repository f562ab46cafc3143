package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.engine.llama.Batching.Sharing;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrefixCacheTest {
    private static final String ME = "me";

    private final List<Integer> evicted = new ArrayList<>();
    private final FakeMemory memory = new FakeMemory(6, 200);
    private final PrefixCache cache = cache(Sharing.SHARED);

    private PrefixCache cache(Sharing sharing) {
        return new PrefixCache(memory, 6, 200, sharing, evicted::add);
    }

    @Test
    void a_second_turn_goes_on_in_the_sequence_of_the_first() {
        HeldSequence first = run(cache, prompt(1, 30), ME);
        cache.end(first);
        HeldSequence second = cache.begin(prompt(1, 50), ME, true);

        assertThat(second).isSameAs(first);
        assertThat(second.length()).isEqualTo(30);
        assertThat(cache.usedCells()).isEqualTo(30);
    }

    @Test
    void the_last_token_of_a_prompt_is_always_computed() {
        cache.end(run(cache, prompt(1, 30), ME));
        HeldSequence again = cache.begin(prompt(1, 30), ME, true);

        assertThat(again.length()).isEqualTo(29);
        assertThat(memory.tokens(again)).isEqualTo(29);
    }

    @Test
    void a_shared_beginning_is_copied_and_takes_its_cells_once() {
        HeldSequence first = run(cache, prompt(1, 60), ME);
        cache.end(first);
        int[] other = prompt(1, 60);
        other[20] = 999;
        HeldSequence second = cache.begin(other, ME, true);

        assertThat(second).isNotSameAs(first);
        assertThat(second.length()).isEqualTo(20);
        assertThat(cache.usedCells()).isEqualTo(60);
        cache.drop(first);
        assertThat(cache.usedCells()).isEqualTo(20);
    }

    @Test
    void an_active_sequence_is_copied_from_too() {
        HeldSequence first = run(cache, prompt(1, 40), ME);
        HeldSequence second = cache.begin(prompt(1, 50), ME, true);

        assertThat(second).isNotSameAs(first);
        assertThat(second.length()).isEqualTo(40);
        assertThat(first.isActive()).isTrue();
    }

    @Test
    void one_that_began_alike_follows_what_the_other_computes() {
        int[] prompt = prompt(1, 50);
        HeldSequence first = cache.begin(prompt, ME, true);
        HeldSequence second = cache.begin(prompt, ME, true);
        compute(cache, first, prompt, 32);

        assertThat(cache.follow(second, prompt)).isTrue();
        assertThat(second.length()).isEqualTo(32);
        assertThat(cache.follow(second, prompt)).isFalse();
        compute(cache, first, prompt, 50);
        assertThat(cache.follow(second, prompt)).isTrue();
        assertThat(second.length()).isEqualTo(49);
        assertThat(cache.usedCells()).isEqualTo(50);
    }

    @Test
    void the_longest_beginning_wins() {
        int[] shorter = prompt(1, 40);
        shorter[25] = 999;
        HeldSequence some = run(cache, shorter, ME);
        HeldSequence more = run(cache, prompt(1, 60), ME);
        cache.end(some);
        cache.end(more);

        assertThat(cache.begin(prompt(1, 90), ME, true)).isSameAs(more);
    }

    @Test
    void a_few_tokens_are_not_looked_after() {
        HeldSequence first = run(cache, prompt(1, PrefixCache.LEAST - 1), ME);
        cache.end(first);
        assertThat(cache.idleSequences()).isZero();
        assertThat(cache.usedCells()).isZero();
    }

    @Test
    void the_least_recently_used_goes_first() {
        HeldSequence first = run(cache, prompt(1, 50), ME);
        HeldSequence second = run(cache, prompt(2, 50), ME);
        HeldSequence third = run(cache, prompt(3, 50), ME);
        cache.end(second);
        cache.end(first);
        cache.end(third);
        assertThat(cache.reserve(70)).isTrue();

        assertThat(evicted).containsExactly(50);
        assertThat(cache.begin(prompt(1, 60), ME, true).length()).isEqualTo(50);
        assertThat(cache.begin(prompt(2, 60), ME, true).length()).isZero();
    }

    @Test
    void active_sequences_are_never_given_up() {
        run(cache, prompt(1, 150), ME);
        cache.end(run(cache, prompt(2, 40), ME));

        assertThat(cache.reserve(50)).isTrue();
        assertThat(cache.reserve(51)).isFalse();
        assertThat(cache.activeSequences()).isEqualTo(1);
    }

    @Test
    void what_a_longer_sequence_begins_with_is_not_kept_twice() {
        HeldSequence first = run(cache, prompt(1, 40), ME);
        HeldSequence second = run(cache, prompt(1, 60), ME);
        cache.end(first);
        cache.end(second);
        assertThat(cache.idleSequences()).isEqualTo(1);
    }

    @Test
    void callers_are_kept_apart_when_asked_to() {
        PrefixCache apart = cache(Sharing.CALLER);
        apart.end(run(apart, prompt(1, 40), ME));

        assertThat(apart.begin(prompt(1, 50), "other", true).length()).isZero();
        assertThat(apart.begin(prompt(1, 50), ME, true).length()).isEqualTo(40);
    }

    @Test
    void nothing_is_kept_when_it_is_off() {
        PrefixCache off = cache(Sharing.OFF);
        off.end(run(off, prompt(1, 40), ME));

        assertThat(off.usedCells()).isZero();
        assertThat(off.begin(prompt(1, 50), ME, true).length()).isZero();
        assertThat(memory.used()).isZero();
    }

    @Test
    void a_model_that_cannot_cut_a_sequence_computes_again() {
        memory.cuts = false;
        HeldSequence first = run(cache, prompt(1, 40), ME);
        cache.end(first);
        int[] other = prompt(1, 50);
        other[35] = 999;
        HeldSequence second = cache.begin(other, ME, true);

        assertThat(second.length()).isZero();
        assertThat(memory.tokens(second)).isZero();
        // Going on where it ends needs no cut; an ended computation costs all of it.
        HeldSequence third = run(cache, prompt(3, 40), ME);
        cache.end(third);
        assertThat(third.length()).isZero();
    }

    @Test
    void any_use_keeps_count_and_memory_alike() {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            FakeMemory fake = new FakeMemory(6, 200);
            fake.cuts = random.nextInt(4) > 0;
            Sharing sharing = List.of(Sharing.values()).get(random.nextInt(3));
            new RandomUse(fake, new PrefixCache(fake, 6, 200, sharing, _ -> {}), random, seed)
                    .run();
        }
    }

    /// Three slots at most, random prompts that often begin alike; after every operation the fake
    /// memory holds exactly the tokens that are noted.
    private record RandomUse(FakeMemory memory, PrefixCache cache, Random random, long seed) {
        void run() {
            List<HeldSequence> active = new ArrayList<>();
            List<int[]> prompts = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                if (active.size() < 3 && random.nextBoolean()) {
                    int[] prompt = prompt(random.nextInt(2), 10 + random.nextInt(50));
                    if (random.nextBoolean()) {
                        prompt[random.nextInt(prompt.length)] = 999;
                    }
                    HeldSequence begun =
                            cache.begin(prompt, "c" + random.nextInt(2), random.nextInt(5) > 0);
                    assertThat(begun.length()).isLessThan(prompt.length);
                    active.add(begun);
                    prompts.add(prompt);
                } else if (!active.isEmpty()) {
                    int at = random.nextInt(active.size());
                    use(active.get(at), prompts.get(at));
                    if (random.nextInt(3) == 0) {
                        end(active.remove(at));
                        prompts.remove(at);
                    }
                }
                assertThat(cache.activeSequences()).isEqualTo(active.size());
                assertThat(memory.used()).as("-Dtests.seed=%d", seed).isEqualTo(cache.usedCells());
            }
            active.forEach(cache::drop);
            while (cache.evict()) {
                // Until nothing is kept.
            }
            assertThat(cache.usedCells()).as("-Dtests.seed=%d", seed).isZero();
            assertThat(memory.used()).as("-Dtests.seed=%d", seed).isZero();
        }

        private void use(HeldSequence sequence, int[] prompt) {
            boolean _ = cache.follow(sequence, prompt);
            int to = Math.min(prompt.length, sequence.length() + random.nextInt(30));
            if (cache.reserve(to - sequence.length())) {
                if (random.nextInt(5) == 0) {
                    // A computation that was ended halfway.
                    memory.compute(sequence.number(), sequence.length(), to);
                    cache.rollback(sequence);
                } else {
                    compute(cache, memory, sequence, prompt, to);
                }
            }
            assertThat(memory.tokens(sequence)).isEqualTo(sequence.length());
        }

        private void end(HeldSequence sequence) {
            if (random.nextBoolean()) {
                cache.end(sequence);
            } else {
                cache.drop(sequence);
            }
        }
    }

    private static int[] prompt(int kind, int length) {
        return IntStream.range(0, length).map(i -> kind * 1000 + i).toArray();
    }

    private HeldSequence run(PrefixCache in, int[] prompt, String owner) {
        HeldSequence sequence = in.begin(prompt, owner, true);
        compute(in, sequence, prompt, prompt.length);
        return sequence;
    }

    private void compute(PrefixCache in, HeldSequence sequence, int[] prompt, int to) {
        compute(in, memory, sequence, prompt, to);
    }

    private static void compute(
            PrefixCache in, FakeMemory memory, HeldSequence sequence, int[] prompt, int to) {
        assertThat(in.reserve(to - sequence.length())).isTrue();
        memory.compute(sequence.number(), sequence.length(), to);
        while (sequence.length() < to) {
            in.computed(sequence, prompt[sequence.length()]);
        }
    }
}
