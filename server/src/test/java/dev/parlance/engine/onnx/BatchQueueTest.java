package dev.parlance.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.call.Deadline;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import dev.parlance.core.problem.ApiProblem.Overloaded;
import dev.parlance.engine.onnx.BatchQueue.Item;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchQueueTest {
    private static Work work(int... lengths) {
        return work(Deadline.after(Duration.ofSeconds(60)), lengths);
    }

    private static Work work(Deadline deadline, int... lengths) {
        List<Row> rows = new ArrayList<>();
        for (int length : lengths) {
            rows.add(new Row(new long[length], new long[length]));
        }
        return new Work(rows, deadline);
    }

    private static int[] lengths(List<Item> batch) {
        return batch.stream().mapToInt(item -> item.row().length()).toArray();
    }

    @Test
    void rows_of_like_length_share_a_batch() throws InterruptedException {
        BatchQueue queue = new BatchQueue(8, 1000, 1);
        queue.submit(work(10, 100, 12, 95));
        assertThat(lengths(queue.take())).containsExactly(100, 95);
        assertThat(lengths(queue.take())).containsExactly(12, 10);
    }

    @Test
    void rows_of_several_requests_share_a_batch_and_requests_take_turns()
            throws InterruptedException {
        BatchQueue queue = new BatchQueue(4, 1000, 1);
        Work large = work(10, 10, 10, 10, 10, 10);
        Work small = work(10);
        queue.submit(large);
        queue.submit(small);
        assertThat(queue.take()).extracting(Item::work).contains(small);
    }

    @Test
    void batches_have_their_most_rows_and_tokens() throws InterruptedException {
        BatchQueue rows = new BatchQueue(3, 1000, 1);
        rows.submit(work(5, 5, 5, 5));
        assertThat(rows.take()).hasSize(3);
        BatchQueue tokens = new BatchQueue(8, 100, 1);
        tokens.submit(work(40, 40, 40));
        assertThat(tokens.take()).hasSize(2);
        BatchQueue lanes = new BatchQueue(8, 1000, 4);
        lanes.submit(work(5, 5, 5, 5));
        assertThat(lanes.take()).hasSize(1);
    }

    @Test
    void a_row_that_is_larger_than_a_batch_goes_alone() throws InterruptedException {
        BatchQueue queue = new BatchQueue(8, 100, 1);
        queue.submit(work(500, 500));
        assertThat(lengths(queue.take())).containsExactly(500);
    }

    @Test
    void too_much_is_refused_and_what_nobody_waits_for_makes_room() {
        BatchQueue queue = new BatchQueue(1, 100, 1);
        Work late = work(new Deadline(System.nanoTime() - 1), new int[BatchQueue.CAPACITY]);
        queue.submit(late);
        queue.submit(work(new int[BatchQueue.CAPACITY]));
        assertThatThrownBy(late::await)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.problem()).isInstanceOf(DeadlineExceeded.class));
        assertThatThrownBy(() -> queue.submit(work(1)))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Overloaded.class));
    }

    @Test
    void the_end_fails_what_waits() throws InterruptedException {
        BatchQueue queue = new BatchQueue(1, 100, 1);
        Work waiting = work(1);
        queue.submit(waiting);
        queue.close();
        assertThat(queue.take()).isEmpty();
        assertThatThrownBy(waiting::await).isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> queue.submit(work(1))).isInstanceOf(ApiException.class);
    }
}
