package dev.parlance.http;

import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.CloseConnectionException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The bytes that come in on one connection, with a clock on every wait.
///
/// The connection's thread reads directly while it waits for a request. While a call runs, a second
/// virtual thread, the pump, reads ahead: that is how a client that leaves is noticed although
/// nobody writes. What it reads is kept in order for whoever asks next, so that a pipelined request
/// loses nothing; past [#AHEAD] bytes it pauses, and with it the notice. Short calls end before the
/// watchdog starts a pump and pay nothing.
///
/// Guarded by its lock; a direct read happens outside of it.
final class ConnectionInput implements Supplier<byte[]> {

    /// A body that took longer than allowed.
    static final class TooSlow extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// A body of more raw bytes than allowed.
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final int AHEAD = 64 << 10;
    private static final long PUMP_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final HelidonSocket socket;
    private final long headNanos;
    private final long idleNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> pending = new ArrayDeque<>();

    private int pendingBytes;
    private boolean pumping;
    private boolean ended;
    private boolean cut;
    private @Nullable Thread directReader;
    private @Nullable Runnable onEnd; // set while a call runs
    private boolean headBegun;
    private long since; // when the present wait, or the call, began
    private long waitNanos; // how long the present wait may take
    private long bodyDeadline;
    private long bodyBytesLeft;

    ConnectionInput(HelidonSocket socket, Duration headTimeout, Duration idleTimeout) {
        this.socket = socket;
        this.headNanos = headTimeout.toNanos();
        this.idleNanos = idleTimeout.toNanos();
        this.since = System.nanoTime();
        this.waitNanos = headNanos;
    }

    /// The next bytes, at least one.
    ///
    /// @throws CloseConnectionException when there are no more, or none came in time
    /// @throws TooSlow when a body did not come in time
    /// @throws TooLarge when a body has too many bytes
    @Override
    public byte[] get() {
        lock.lock();
        try {
            while (true) {
                byte[] next = pending.poll();
                if (next != null) {
                    pendingBytes -= next.length;
                    return arrived(next);
                }
                if (ended) {
                    throw new CloseConnectionException("The client has gone");
                }
                if (onEnd != null) {
                    startPump();
                    if (!await(bodyDeadline - System.nanoTime())) {
                        throw new TooSlow();
                    }
                } else if (!pumping) {
                    readDirectly();
                } else if (!await(waitNanos - (System.nanoTime() - since))) {
                    throw new CloseConnectionException("No request came in time");
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// A call begins; `action` runs once if the client leaves before [#endCall].
    void beginCall(Runnable action, Duration bodyTimeout, long maxBodyBytes) {
        boolean gone;
        lock.lock();
        try {
            onEnd = action;
            since = System.nanoTime();
            bodyDeadline = since + bodyTimeout.toNanos();
            bodyBytesLeft = maxBodyBytes;
            gone = ended;
        } finally {
            lock.unlock();
        }
        if (gone) {
            action.run();
        }
    }

    /// The call is over; the next request is awaited.
    void endCall() {
        lock.lock();
        try {
            onEnd = null;
            headBegun = false;
            since = System.nanoTime();
            waitNanos = idleNanos;
        } finally {
            lock.unlock();
        }
    }

    /// Reads and forgets what the client still sends, so that it gets to read its reply before the
    /// connection closes on it.
    void discard(Duration time, long maxBytes) {
        lock.lock();
        try {
            bodyDeadline = System.nanoTime() + time.toNanos();
            bodyBytesLeft = maxBytes;
        } finally {
            lock.unlock();
        }
        try {
            while (get().length > 0) {
                Thread.onSpinWait(); // the bytes are of no interest
            }
        } catch (TooSlow | TooLarge | CloseConnectionException e) {
            return;
        }
    }

    /// Called by the watchdog, often: starts the pump of a call that lasts, ends a wait that lasts.
    void watch(long now) {
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (onEnd != null) {
                if (now - since > PUMP_AFTER_NANOS && !ended && pendingBytes < AHEAD) {
                    startPump();
                }
            } else if (directReader != null && now - since > waitNanos && !cut) {
                cut = true;
                directReader.interrupt(); // which closes the socket that it is blocked on
            }
        } finally {
            lock.unlock();
        }
    }

    private byte[] arrived(byte[] bytes) {
        if (onEnd != null) {
            bodyBytesLeft -= bytes.length;
            if (bodyBytesLeft < 0) {
                throw new TooLarge();
            }
        } else if (!headBegun) {
            headBegun = true;
            since = System.nanoTime();
            waitNanos = headNanos;
        }
        return bytes;
    }

    private void readDirectly() {
        directReader = Thread.currentThread();
        lock.unlock();
        byte[] bytes = null;
        try {
            bytes = read();
        } finally {
            lock.lock();
            directReader = null;
        }
        if (cut) {
            Thread.interrupted(); // ours, and done with
        }
        keep(bytes);
    }

    private void startPump() {
        if (!pumping) {
            pumping = true;
            Thread.ofVirtual().name("http-pump").start(this::pump);
        }
    }

    private void pump() {
        while (true) {
            byte[] bytes = read();
            Runnable action;
            lock.lock();
            try {
                keep(bytes);
                pumping = !ended && onEnd != null && pendingBytes < AHEAD;
                changed.signalAll();
                if (pumping) {
                    continue;
                }
                action = ended ? onEnd : null;
            } finally {
                lock.unlock();
            }
            if (action != null) {
                action.run();
            }
            return;
        }
    }

    private void keep(byte @Nullable [] bytes) {
        if (bytes == null) {
            ended = true;
        } else if (bytes.length > 0) {
            pending.add(bytes);
            pendingBytes += bytes.length;
        }
    }

    /// The next bytes, or `null` at the end, whatever the reason.
    private byte @Nullable [] read() {
        try {
            return socket.get();
        } catch (UncheckedIOException e) {
            return null;
        } catch (RuntimeException e) { // of the TLS engine, on a torn connection
            return null;
        }
    }

    /// Waits for the pump.
    ///
    /// @return false when it brought nothing in time
    private boolean await(long nanos) {
        long left = nanos;
        try {
            while (pumping && !ended && pending.isEmpty()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            throw new CloseConnectionException("The server closes this connection", e);
        }
    }
}
