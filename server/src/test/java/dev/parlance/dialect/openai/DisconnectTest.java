package dev.parlance.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.access.Authenticator;
import dev.parlance.transcript.EventsEngine;
import dev.parlance.transcript.MemoryCall;
import dev.parlance.transcript.MemoryServer;
import dev.parlance.transcript.RequestFile;
import dev.parlance.transcript.Script;
import dev.parlance.transcript.Transcripts;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A client that leaves takes its work with it, wherever the work is.
@Timeout(30)
class DisconnectTest {
    private static final String BLOCKED =
            "{\"started\":\"tiny\"}\n{\"text\":\"Hello\"}\n{\"block\":true}\n";

    private final EventsEngine engine =
            new EventsEngine(Script.parse(BLOCKED + "{\"next\":true}\n" + BLOCKED));
    private final MemoryServer server =
            new MemoryServer(
                    new Authenticator(List.of()),
                    new Transcripts(
                                    "openai",
                                    gateway -> List.of(Routes.of(gateway, Stamps.system())))
                            .groups(engine));

    @Test
    void a_stream_is_closed_down_to_the_engine() throws InterruptedException {
        MemoryCall call = new MemoryCall(chat(true));
        Thread handler = answer(call);
        waitForRequests(1);

        call.disconnect();

        handler.join();
        assertThat(call.isGone()).isTrue();
        assertThat(engine.closedStream().await(1, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_whole_reply_is_closed_down_to_the_engine() throws InterruptedException {
        MemoryCall call = new MemoryCall(chat(false));
        Thread handler = answer(call);
        waitForRequests(1);

        call.disconnect();

        handler.join();
        assertThat(call.isGone()).isTrue();
        assertThat(engine.closedStream().await(1, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_call_that_waits_for_its_turn_gives_up_its_place() throws InterruptedException {
        MemoryCall first = new MemoryCall(chat(true));
        Thread running = answer(first);
        waitForRequests(1);
        MemoryCall second = new MemoryCall(chat(true));
        Thread waiting = answer(second);
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        second.disconnect();

        waiting.join();
        assertThat(second.isGone()).isTrue();
        assertThat(engine.requests()).hasSize(1);
        first.disconnect();
        running.join();
    }

    @Test
    void a_client_that_has_left_before_the_start_starts_nothing() {
        MemoryCall call = new MemoryCall(chat(true));
        call.disconnect();

        server.answer(call);

        assertThat(call.isGone()).isTrue();
        assertThat(engine.requests()).isEmpty();
    }

    private Thread answer(MemoryCall call) {
        return Thread.ofVirtual().start(() -> server.answer(call));
    }

    private void waitForRequests(int count) {
        while (engine.requests().size() < count) {
            Thread.onSpinWait();
        }
    }

    private static RequestFile chat(boolean stream) {
        return RequestFile.parse(
                "POST /v1/chat/completions HTTP/1.1\n\n{\"model\":\"tiny\",\"stream\":"
                        + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}\n");
    }
}
