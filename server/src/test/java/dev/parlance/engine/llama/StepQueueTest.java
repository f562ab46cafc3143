package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.call.Deadline;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StepQueueTest {
    private final AtomicInteger rooms = new AtomicInteger();
    private final StepQueue queue = new StepQueue(4, rooms::incrementAndGet);

    private static Deadline later() {
        return Deadline.after(Duration.ofSeconds(30));
    }

    @Test
    void tells_once_that_a_full_queue_has_room_again() {
        for (int i = 0; i < 4; i++) {
            assertThat(queue.hasRoom()).isTrue();
            queue.put(new Step.Begun());
        }
        assertThat(queue.hasRoom()).isFalse();
        assertThat(queue.take(later())).isEqualTo(new Step.Begun());
        assertThat(rooms).hasValue(0);
        queue.take(later());
        queue.take(later());
        assertThat(rooms).hasValue(1);
        assertThat(queue.hasRoom()).isTrue();
    }

    @Test
    void waits_no_longer_than_the_deadline() {
        assertThatThrownBy(() -> queue.take(Deadline.after(Duration.ofMillis(5))))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.problem()).isInstanceOf(DeadlineExceeded.class));
        assertThat(queue.await(Duration.ofMillis(5))).isFalse();
        queue.put(new Step.Begun());
        assertThat(queue.await(Duration.ofMillis(5))).isTrue();
    }

    @Test
    void cancelling_wakes_whoever_waits_and_drops_everything() throws Exception {
        CompletableFuture<Step> taken = CompletableFuture.supplyAsync(() -> queue.take(later()));
        queue.cancel();
        assertThatThrownBy(() -> taken.get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(CancellationException.class);
        queue.put(new Step.Begun());
        assertThatThrownBy(() -> queue.take(later())).isInstanceOf(CancellationException.class);
        assertThat(queue.isCancelled()).isTrue();
        assertThat(rooms.get()).isPositive();
    }
}
