package dev.parlance.core.chat;

import java.time.Duration;
import java.util.Iterator;

/// A reply that is pulled, event by event.
///
/// A slow consumer simply pulls late, which is the back-pressure. Not thread-safe, except for
/// [#stop] and [#close]. The latter any thread may call at any time; it cancels the work down to
/// the engine and makes a blocked `next()` return promptly with an exception. Whoever opened the
/// stream closes it; closing twice is harmless.
public interface ChatStream extends Iterator<ChatEvent>, AutoCloseable {

    /// True until `Finished` was returned; does not block.
    @Override
    boolean hasNext();

    /// The next event; blocks until there is one or the call's deadline passes.
    ///
    /// @throws dev.parlance.core.problem.ApiException when the reply fails
    /// @throws java.util.NoSuchElementException after `Finished`
    @Override
    ChatEvent next();

    /// Waits until `next()` would not block, at most this long; false when time ran out.
    ///
    /// Lets the writer of a stream send keep-alives, and notice that its client has left.
    boolean await(Duration atMost);

    /// Asks for the end of the reply at its next token: it then finishes as if the model had ended
    /// it. Any thread may call this at any time.
    ///
    /// @return false when this stream cannot do so
    default boolean stop() {
        return false;
    }

    /// Cancels what is not finished and frees everything.
    @Override
    void close();
}
