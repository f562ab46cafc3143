package dev.parlance.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The bytes that go out on one connection, with a clock on every write.
///
/// A blocking write has no time-out of its own: the watchdog interrupts the thread that is stuck in
/// one, which closes the socket. Large buffers go out in pieces, so that a slow client that does
/// read is not taken for one that does not. Between [#cork] and [#uncork] everything is collected
/// and then goes out in one write.
///
/// One thread writes at a time; the monitor guards only what the watchdog looks at.
final class ConnectionOutput implements DataWriter {
    private static final int PIECE = 64 << 10;

    private final DataWriter socket;
    private final long timeoutNanos;
    // Helidon's own growing buffer loses what it holds when it grows for another BufferData.
    private @Nullable ByteArrayOutputStream corked;

    private @Nullable Thread writer;
    private long since;
    private boolean cut;

    ConnectionOutput(DataWriter socket, Duration timeout) {
        this.socket = socket;
        this.timeoutNanos = timeout.toNanos();
    }

    /// Collects what is written from now on.
    void cork() {
        if (corked == null) {
            corked = new ByteArrayOutputStream(1024);
        }
    }

    /// Sends what was collected.
    void uncork() {
        ByteArrayOutputStream collected = corked;
        corked = null;
        if (collected != null && collected.size() > 0) {
            send(BufferData.create(collected.toByteArray()));
        }
    }

    @Override
    public void write(BufferData... buffers) {
        for (BufferData buffer : buffers) {
            write(buffer);
        }
    }

    @Override
    public void write(BufferData buffer) {
        if (corked != null) {
            buffer.writeTo(corked);
        } else {
            send(buffer);
        }
    }

    @Override
    public void writeNow(BufferData... buffers) {
        write(buffers);
    }

    @Override
    public void writeNow(BufferData buffer) {
        write(buffer);
    }

    /// Called by the watchdog: ends a write that lasts too long.
    synchronized void watch(long now) {
        if (writer != null && !cut && now - since > timeoutNanos) {
            cut = true;
            writer.interrupt();
        }
    }

    /// Runs something that writes by itself, under the same clock.
    void guard(Runnable write) {
        begin();
        try {
            write.run();
        } finally {
            end();
        }
    }

    private void send(BufferData buffer) {
        if (buffer.available() <= PIECE) {
            sendPiece(buffer);
            return;
        }
        while (buffer.available() > 0) {
            byte[] piece = new byte[Math.min(PIECE, buffer.available())];
            int length = buffer.read(piece);
            sendPiece(BufferData.create(piece, 0, length));
        }
    }

    private void sendPiece(BufferData piece) {
        begin();
        try {
            socket.writeNow(piece);
        } finally {
            end();
        }
    }

    private synchronized void begin() {
        writer = Thread.currentThread();
        since = System.nanoTime();
    }

    private synchronized void end() {
        writer = null;
        if (cut) {
            Thread.interrupted(); // ours, and done with
        }
    }
}
