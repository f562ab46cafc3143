package dev.parlance.http;

import dev.parlance.wire.SseFrame;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The frames of one streamed reply, collected and sent as chunks.
///
/// The handler writes; on silence the watchdog has a comment written by another virtual thread. The
/// lock keeps the two apart and is held while a write blocks.
final class StreamSink implements FrameSink {
    private static final int SEND_AT = 16 << 10;
    private static final byte[] KEEP_ALIVE = SseFrame.comment("keep-alive");

    private final Exchange exchange;
    private final RoutingResponse response;
    private final ConnectionOutput output;
    private final boolean comments;
    private final Supplier<byte[]> comment;
    private final long keepAliveNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private byte[] buffer = new byte[512];
    private int size;
    private @Nullable OutputStream chunks;
    private boolean closed;
    private volatile boolean committed;
    private volatile boolean commenting;
    private volatile long lastSent = System.nanoTime();

    StreamSink(
            Exchange exchange,
            RoutingResponse response,
            ConnectionOutput output,
            String type,
            Supplier<byte[]> comment) {
        this.exchange = exchange;
        this.response = response;
        this.output = output;
        this.comments = type.startsWith("text/event-stream");
        this.comment = comment;
        this.keepAliveNanos = exchange.settings().keepAlive().toNanos();
    }

    /// The usual comment.
    static byte[] keepAlive() {
        return KEEP_ALIVE;
    }

    @Override
    public void write(byte[] frame) throws IOException {
        lock.lock();
        try {
            check();
            append(frame);
            if (size >= SEND_AT) {
                send(false);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void flush() throws IOException {
        lock.lock();
        try {
            check();
            if (size > 0) {
                send(false);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                exchange.completing();
                send(true);
            }
        } finally {
            lock.unlock();
        }
    }

    /// True once bytes are out, so that the status cannot be changed any more.
    boolean committed() {
        return committed;
    }

    /// Takes back what was not sent; from now on nothing is written here.
    ///
    /// @return false when something was sent already
    boolean abandon() {
        lock.lock();
        try {
            boolean unused = chunks == null;
            closed |= unused;
            return unused;
        } finally {
            lock.unlock();
        }
    }

    /// True when [#close] was called.
    boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// Called by the watchdog: has a comment written after long silence.
    void watch(long now) {
        if (comments && !commenting && now - lastSent > keepAliveNanos) {
            commenting = true;
            Thread.ofVirtual().name("http-keep-alive").start(this::comment);
        }
    }

    private void comment() {
        lock.lock();
        try {
            if (!closed && System.nanoTime() - lastSent > keepAliveNanos) {
                append(comment.get());
                send(false);
            }
        } catch (IOException e) {
            return; // the call has been told
        } finally {
            commenting = false;
            lock.unlock();
        }
    }

    private void check() throws IOException {
        if (closed) {
            throw new IOException("the reply is complete");
        }
        if (exchange.gone()) {
            throw new IOException("the client has gone");
        }
    }

    private void append(byte[] frame) {
        if (size + frame.length > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + frame.length));
        }
        System.arraycopy(frame, 0, buffer, size, frame.length);
        size += frame.length;
    }

    private void send(boolean last) throws IOException {
        lastSent = System.nanoTime();
        try {
            output.cork();
            try {
                OutputStream out = chunks;
                if (out == null) {
                    out = exchange.commitStream();
                    chunks = out;
                }
                if (size > 0) { // an empty chunk would end the reply
                    out.write(buffer, 0, size);
                    size = 0;
                }
                if (last) {
                    out.close();
                    response.commit();
                } else {
                    out.flush();
                }
                committed = true;
            } finally {
                output.uncork();
            }
        } catch (IOException | UncheckedIOException | CloseConnectionException e) {
            exchange.writeFailed();
            throw new IOException("the client has gone", e);
        }
    }
}
