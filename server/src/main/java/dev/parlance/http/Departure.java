package dev.parlance.http;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The news that a client has left before its reply was complete, and what is to be done about it.
///
/// Thread-safe. Actions run once, in order, on a virtual thread of their own.
final class Departure {
    private static final Logger LOG = LoggerFactory.getLogger(Departure.class);

    private final List<Runnable> actions = new ArrayList<>(2);
    private boolean over;
    private volatile boolean gone;

    /// True once the client has left.
    boolean gone() {
        return gone;
    }

    /// Has `action` run when the client leaves; at once if it has left already, never once the
    /// reply is complete.
    synchronized void onGone(Runnable action) {
        if (gone) {
            start(List.of(action));
        } else if (!over) {
            actions.add(action);
        }
    }

    /// The client has left, or the server gives the call up.
    synchronized void happened() {
        if (over || gone) {
            return;
        }
        gone = true;
        List<Runnable> due = List.copyOf(actions);
        actions.clear();
        if (!due.isEmpty()) {
            start(due);
        }
    }

    /// The reply is complete: whatever the client does now is of no interest.
    synchronized void over() {
        over = true;
        actions.clear();
    }

    private static void start(List<Runnable> actions) {
        Thread.ofVirtual().name("http-disconnect").start(() -> actions.forEach(Departure::run));
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.warn("An action for a client that left failed: {}", LogText.trace(e));
        }
    }
}
