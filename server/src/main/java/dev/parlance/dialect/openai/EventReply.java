package dev.parlance.dialect.openai;

import dev.parlance.core.chat.ChatStream;
import dev.parlance.http.FrameSink;
import dev.parlance.http.HttpCall;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// The pump of a streamed reply: pulls events, writes their frames, and sends what has gathered
/// whenever the next event is not there yet, so that a burst costs one write.
///
/// Status 200 waits for the first frame for a while: what fails until then is a plain HTTP error. A
/// later failure leaves the handler as an exception, and `http` ends the stream with the group's
/// error frame.
final class EventReply {
    /// How long the status waits. Shorter than what clients wait for headers.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private EventReply() {}

    static void send(HttpCall call, Lifeline lifeline, ChatStream stream, EventEncoder encoder)
            throws IOException {
        try {
            List<byte[]> first = first(stream, encoder);
            FrameSink sink = call.stream("text/event-stream");
            write(sink, first);
            while (stream.hasNext()) {
                if (!stream.await(Duration.ZERO)) {
                    sink.flush();
                }
                write(sink, encoder.encode(stream.next()));
            }
            sink.close();
        } catch (RuntimeException e) {
            lifeline.check(e);
            throw e;
        }
    }

    private static List<byte[]> first(ChatStream stream, EventEncoder encoder) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        List<byte[]> frames = List.of();
        while (frames.isEmpty() && stream.hasNext()) {
            long left = Math.max(0, until - System.nanoTime());
            if (!stream.await(Duration.ofNanos(left))) {
                return frames;
            }
            frames = encoder.encode(stream.next());
        }
        return frames;
    }

    private static void write(FrameSink sink, List<byte[]> frames) throws IOException {
        for (byte[] frame : frames) {
            sink.write(frame);
        }
    }
}
