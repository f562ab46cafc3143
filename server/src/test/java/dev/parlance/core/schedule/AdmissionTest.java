package dev.parlance.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.Calls;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import dev.parlance.core.problem.ApiProblem.Overloaded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdmissionTest {
    private static final ModelId MODEL = new ModelId("m");

    @Test
    void lets_in_as_many_as_there_are_places() {
        Admission admission = admission(2, 0);
        Permit first = admission.enter(Calls.any(), MODEL);
        Permit second = admission.enter(Calls.any(), MODEL);
        assertThatThrownBy(() -> admission.enter(Calls.any(), MODEL))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Overloaded.class));
        first.close();
        first.close();
        assertThat(admission.active()).isEqualTo(1);
        admission.enter(Calls.any(), MODEL).close();
        second.close();
        assertThat(admission.active()).isZero();
    }

    @Test
    void models_do_not_share_places() {
        Admission admission = admission(1, 0);
        try (Permit one = admission.enter(Calls.any(), MODEL);
                Permit other = admission.enter(Calls.any(), new ModelId("other"))) {
            assertThat(one.queued()).isGreaterThanOrEqualTo(Duration.ZERO);
            assertThat(other.queued()).isGreaterThanOrEqualTo(Duration.ZERO);
            assertThat(admission.active()).isEqualTo(2);
        }
    }

    @Test
    void a_wait_ends_at_the_calls_own_deadline() {
        Admission admission = admission(1, 5);
        try (Permit held = admission.enter(Calls.any(), MODEL)) {
            assertThatThrownBy(() -> admission.enter(Calls.within(Duration.ofMillis(20)), MODEL))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            e -> assertThat(e.problem()).isEqualTo(new DeadlineExceeded("queue")));
            assertThat(held.queued()).isGreaterThanOrEqualTo(Duration.ZERO);
        }
        assertThat(admission.queued()).isZero();
        assertThat(admission.active()).isZero();
    }

    @Test
    void a_wait_ends_at_the_queues_limit() {
        Admission admission = new Admission(new AdmissionLimits(1, 5, Duration.ofMillis(20)));
        try (Permit held = admission.enter(Calls.any(), MODEL)) {
            assertThatThrownBy(() -> admission.enter(Calls.any(), MODEL))
                    .hasMessageContaining("took too long");
            assertThat(held.queued()).isGreaterThanOrEqualTo(Duration.ZERO);
        }
    }

    @Test
    void an_interrupted_wait_leaves_the_queue() throws InterruptedException {
        Admission admission = admission(1, 5);
        Permit held = admission.enter(Calls.any(), MODEL);
        List<Throwable> seen = Collections.synchronizedList(new ArrayList<>());
        Thread waiter =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                admission.enter(Calls.any(), MODEL).close();
                            } catch (ApiException e) {
                                seen.add(e);
                            }
                        });
        awaitQueued(admission, 1);
        waiter.interrupt();
        waiter.join();
        assertThat(seen).hasSize(1);
        assertThat(admission.queued()).isZero();
        held.close();
        assertThat(admission.active()).isZero();
    }

    @Test
    void callers_take_turns() throws InterruptedException {
        Admission admission = admission(1, 100);
        Permit held = admission.enter(Calls.any(), MODEL);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (String caller : List.of("greedy", "greedy", "greedy", "greedy", "modest")) {
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try (Permit p = admission.enter(Calls.by(caller), MODEL)) {
                                    order.add(caller);
                                    assertThat(p.queued()).isGreaterThan(Duration.ZERO);
                                }
                            }));
            awaitQueued(admission, threads.size());
        }
        held.close();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(order).startsWith("greedy", "modest").hasSize(5);
    }

    @Test
    void no_permit_is_lost_whatever_callers_do() throws InterruptedException {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Admission admission = new Admission(new AdmissionLimits(3, 10, Duration.ofMillis(30)));
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(40);
        for (int i = 0; i < 40; i++) {
            Random random = new Random(seed + i);
            Thread.ofVirtual()
                    .start(() -> {
                        for (int j = 0; j < 50; j++) {
                            visit(admission, random, most);
                        }
                        done.countDown();
                    });
        }
        done.await();
        assertThat(most.get()).as("seed %d", seed).isBetween(1, 3);
        assertThat(admission.active()).as("seed %d", seed).isZero();
        assertThat(admission.queued()).as("seed %d", seed).isZero();
    }

    private static void visit(Admission admission, Random random, AtomicInteger most) {
        Duration time = Duration.ofMillis(1 + random.nextInt(40));
        try (Permit permit = admission.enter(Calls.within(time), MODEL)) {
            most.accumulateAndGet(admission.active(), Math::max);
            if (permit.queued().isZero() || random.nextBoolean()) {
                Thread.yield();
            }
        } catch (ApiException e) {
            assertThat(e.problem()).isInstanceOfAny(Overloaded.class, DeadlineExceeded.class);
        }
    }

    private static void awaitQueued(Admission admission, int count) {
        while (admission.queued() < count) {
            Thread.onSpinWait();
        }
    }

    private static Admission admission(int places, int queue) {
        return new Admission(new AdmissionLimits(places, queue, Duration.ofSeconds(30)));
    }
}
