package dev.parlance.dialect.openai;

import dev.parlance.core.chat.ChatStream;
import dev.parlance.http.FrameSink;
import dev.parlance.http.HttpCall;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The pump of a streamed reply: pulls events, writes their frames, and sends what has gathered
/// whenever the next event is not there yet, so that a burst costs one write.
///
/// The status goes out with the first frames that are sent: what fails until then is a plain HTTP
/// error. A later failure leaves the handler as an exception, and `http` ends the stream with the
/// group's error frame. Comments on long silence are `http`'s business too.
final class EventReply {
    private static final String EVENTS = "text/event-stream";

    private EventReply() {}

    static void send(HttpCall call, Lifeline lifeline, ChatStream stream, EventEncoder encoder)
            throws IOException {
        send(call, lifeline, stream, encoder, null);
    }

    /// The same with another comment on silence.
    static void send(
            HttpCall call,
            Lifeline lifeline,
            ChatStream stream,
            EventEncoder encoder,
            @Nullable Supplier<byte[]> comment)
            throws IOException {
        try {
            // Closed on success only: on failure `http` still has the error frame to add.
            FrameSink sink = comment == null ? call.stream(EVENTS) : call.stream(EVENTS, comment);
            while (stream.hasNext()) {
                if (!stream.await(Duration.ZERO)) {
                    sink.flush();
                }
                for (byte[] frame : encoder.encode(stream.next())) {
                    sink.write(frame);
                }
            }
            sink.close();
        } catch (RuntimeException e) {
            lifeline.check(e);
            throw e;
        }
    }
}
