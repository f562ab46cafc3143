package dev.parlance.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// The one thread that looks at all connections of a server: every 25 ms while a call runs, else
/// every 250 ms. It never blocks on a connection.
final class Watchdog implements AutoCloseable {
    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger calls = new AtomicInteger();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("http-watchdog").unstarted(this::run);
    private volatile boolean closed;
    private volatile boolean dozing;

    void start() {
        thread.start();
    }

    void opened(Connection connection) {
        connections.add(connection);
    }

    void closed(Connection connection) {
        connections.remove(connection);
    }

    void callBegins() {
        if (calls.incrementAndGet() == 1 && dozing) {
            LockSupport.unpark(thread);
        }
    }

    void callEnds() {
        calls.decrementAndGet();
    }

    /// How many calls are running.
    int calls() {
        return calls.get();
    }

    /// The open connections, as they come and go.
    Set<Connection> connections() {
        return connections;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            long now = System.nanoTime();
            for (Connection connection : connections) {
                connection.watch(now);
            }
            dozing = true;
            LockSupport.parkNanos(this, calls.get() == 0 ? QUIET_NANOS : BUSY_NANOS);
            dozing = false;
        }
    }
}
