package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.call.Deadline;
import dev.parlance.engine.llama.sampling.SamplingPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final Inbox inbox = new Inbox(10, 6);

    @Test
    void callers_take_turns_and_keep_their_own_order() {
        assertThat(inbox.offer(jobs("a", 3))).isTrue();
        assertThat(inbox.offer(jobs("b", 2))).isTrue();
        assertThat(inbox.offer(jobs("c", 1))).isTrue();

        assertThat(all()).containsExactly("a0", "b0", "c0", "a1", "b1", "a2");
        assertThat(inbox.size()).isZero();
    }

    @Test
    void a_late_caller_waits_for_one_of_each_other_at_most() {
        assertThat(inbox.offer(jobs("a", 6))).isTrue();
        assertThat(next()).isEqualTo("a0");
        assertThat(inbox.offer(jobs("b", 1))).isTrue();

        assertThat(next()).isEqualTo("a1");
        assertThat(next()).isEqualTo("b0");
    }

    @Test
    void takes_all_choices_of_a_request_or_none() {
        assertThat(inbox.offer(jobs("a", 5))).isTrue();
        assertThat(inbox.offer(jobs("b", 6))).isFalse();
        assertThat(inbox.size()).isEqualTo(5);
        assertThat(inbox.offer(jobs("b", 5))).isTrue();
    }

    @Test
    void no_caller_fills_it_alone() {
        assertThat(inbox.offer(jobs("a", 6))).isTrue();
        assertThat(inbox.offer(jobs("a", 1))).isFalse();
        assertThat(inbox.offer(jobs("b", 1))).isTrue();
    }

    @Test
    void those_that_nobody_waits_for_make_room() {
        List<Generation> jobs = jobs("a", 6);
        assertThat(inbox.offer(jobs)).isTrue();
        jobs.getFirst().queue().cancel();

        assertThat(inbox.offer(jobs("a", 4))).isTrue();
        assertThat(inbox.size()).isEqualTo(4);
    }

    private List<String> all() {
        List<String> all = new ArrayList<>();
        for (Generation job = inbox.poll(); job != null; job = inbox.poll()) {
            all.add(job.caller() + job.choice());
        }
        return all;
    }

    private String next() {
        Generation job = Objects.requireNonNull(inbox.poll());
        return job.caller() + job.choice();
    }

    private static List<Generation> jobs(String caller, int count) {
        StepQueue queue = new StepQueue(8, () -> {});
        return IntStream.range(0, count).mapToObj(i -> job(caller, i, queue)).toList();
    }

    private static Generation job(String caller, int choice, StepQueue queue) {
        return new Generation(
                caller,
                AdapterSet.NONE,
                choice,
                new int[] {1},
                "",
                false,
                SamplingPlan.GREEDY,
                null,
                ReplyPlan.TEXT,
                List.of(),
                1,
                -1,
                0,
                Deadline.after(Duration.ofMinutes(1)),
                queue,
                0);
    }
}
