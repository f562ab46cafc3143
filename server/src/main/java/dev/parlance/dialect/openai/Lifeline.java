package dev.parlance.dialect.openai;

import dev.parlance.core.chat.ChatStream;
import dev.parlance.http.HttpCall;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The tie between a client's connection and the work done for it: when the connection breaks, the
/// work is cancelled, whether it still waits for its turn or already streams.
///
/// [#cut] comes from another thread; everything else belongs to the handler's.
final class Lifeline {
    private @Nullable Thread worker; // guarded by this; set while interrupting is of use
    private @Nullable ChatStream stream; // guarded by this
    private boolean cut; // guarded by this

    private Lifeline() {}

    static Lifeline of(HttpCall call) {
        Lifeline lifeline = new Lifeline();
        call.onDisconnect(lifeline::cut);
        return lifeline;
    }

    /// Runs work that blocks and has no stream to close; a cut interrupts it.
    ///
    /// @throws IOException when the client left meanwhile
    <T> T run(Supplier<T> work) throws IOException {
        synchronized (this) {
            check(null);
            worker = Thread.currentThread();
        }
        try {
            T result = work.get();
            release();
            return result;
        } catch (RuntimeException e) {
            release();
            check(e);
            throw e;
        }
    }

    /// Opens a stream, which a cut closes from then on.
    ///
    /// @throws IOException when the client left meanwhile
    ChatStream open(Supplier<ChatStream> opening) throws IOException {
        ChatStream opened = run(opening);
        synchronized (this) {
            stream = opened;
            if (!cut) {
                return opened;
            }
        }
        opened.close();
        throw left(null);
    }

    /// Returns if the client is still there.
    ///
    /// @param cause what the cut led to, for the log
    /// @throws IOException when it is not
    synchronized void check(@Nullable Throwable cause) throws IOException {
        if (cut) {
            throw left(cause);
        }
    }

    private void cut() {
        ChatStream open;
        synchronized (this) {
            cut = true;
            open = stream;
            if (worker != null) {
                worker.interrupt();
            }
        }
        if (open != null) {
            open.close();
        }
    }

    /// Ends the time in which a cut interrupts, and forgets an interrupt that came too late.
    private synchronized void release() {
        worker = null;
        if (cut) {
            boolean _ = Thread.interrupted();
        }
    }

    private static IOException left(@Nullable Throwable cause) {
        return new IOException("the client has left", cause);
    }
}
