package dev.parlance.engine.llama;

import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatStream;
import java.time.Duration;

/// A reply that keeps its model in memory until it is closed.
final class LeasedStream implements ChatStream {
    private final ChatStream stream;
    private final Lease lease;

    LeasedStream(ChatStream stream, Lease lease) {
        this.stream = stream;
        this.lease = lease;
    }

    @Override
    public boolean hasNext() {
        return stream.hasNext();
    }

    @Override
    public ChatEvent next() {
        return stream.next();
    }

    @Override
    public boolean await(Duration atMost) {
        return stream.await(atMost);
    }

    @Override
    public boolean stop() {
        return stream.stop();
    }

    @Override
    public void close() {
        try {
            stream.close();
        } finally {
            lease.close();
        }
    }
}
