package dev.parlance.conformance;

import static dev.parlance.conformance.Server.active;
import static dev.parlance.conformance.Server.cancelled;
import static dev.parlance.conformance.Server.eventually;
import static dev.parlance.conformance.Server.rehearse;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A client that goes away must not keep anything busy. */
class CancelTest {
    private static void settled(double before, int count) {
        eventually("no call is active", () -> active() == 0);
        eventually("calls are counted as cancelled", () -> cancelled() == before + count);
    }

    @Test
    void settles_a_stream_that_is_closed_early() {
        OpenAIClient client = Server.scripted();
        double before = cancelled();
        try (var response =
                client.chat()
                        .completions()
                        .createStreaming(rehearse("Tell a long story.").build())) {
            assertThat(response.stream().limit(5).toList()).hasSize(5);
            assertThat(active()).isEqualTo(1);
        }
        settled(before, 1);
    }

    @Test
    void settles_many_streams_that_are_closed_by_their_readers() throws Exception {
        // Not with the asynchronous client: its close() leaves a connection open that another
        // thread is reading, so that no server can know.
        OpenAIClient client = Server.scripted();
        double before = cancelled();
        ExecutorService readers = Executors.newFixedThreadPool(16);
        try {
            List<Future<Long>> read = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                read.add(readers.submit(() -> readThree(client)));
            }
            for (Future<Long> one : read) {
                assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(3);
            }
        } finally {
            readers.shutdownNow();
        }
        settled(before, 16);
    }

    private static long readThree(OpenAIClient client) {
        try (var response =
                client.chat()
                        .completions()
                        .createStreaming(rehearse("Tell a long story.").build())) {
            return response.stream().limit(3).count();
        }
    }
}
