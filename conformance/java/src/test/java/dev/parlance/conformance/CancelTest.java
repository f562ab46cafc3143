package dev.parlance.conformance;

import static dev.parlance.conformance.Server.active;
import static dev.parlance.conformance.Server.cancelled;
import static dev.parlance.conformance.Server.eventually;
import static dev.parlance.conformance.Server.rehearse;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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
    void settles_many_streams_of_the_asynchronous_client() throws Exception {
        OpenAIClient client = Server.scripted();
        double before = cancelled();
        CountDownLatch begun = new CountDownLatch(16);
        List<AutoCloseable> streams = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            var response =
                    client.async()
                            .chat()
                            .completions()
                            .createStreaming(rehearse("Tell a long story.").build());
            response.subscribe(chunk -> begun.countDown());
            streams.add(response::close);
        }
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        eventually("all calls are active", () -> active() == 16);
        for (AutoCloseable stream : streams) {
            stream.close();
        }
        settled(before, 16);
    }
}
