package dev.parlance.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.access.Authenticator;
import dev.parlance.transcript.EventsEngine;
import dev.parlance.transcript.MemoryCall;
import dev.parlance.transcript.MemoryServer;
import dev.parlance.transcript.Transcripts;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventReplyTest {
    private final Transcripts transcripts =
            new Transcripts("openai", gateway -> List.of(Routes.of(gateway, Stamps.system())));

    @Test
    void a_burst_of_events_goes_out_in_one_write() throws IOException {
        assertThat(answer("chat-stream-text").flushes()).isZero();
    }

    @Test
    void what_has_gathered_goes_out_when_the_next_event_is_not_there_yet() throws IOException {
        assertThat(answer("chat-stream-pauses").flushes()).isEqualTo(2);
    }

    private MemoryCall answer(String name) throws IOException {
        EventsEngine engine = new EventsEngine(transcripts.script(name));
        return new MemoryServer(new Authenticator(List.of()), transcripts.groups(engine))
                .answer(transcripts.request(name));
    }
}
