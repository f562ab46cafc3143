package dev.parlance.dialect.openai;

import dev.parlance.core.chat.ChatEvent;
import java.util.List;

/// Turns the events of one reply into the frames of its event stream. Keeps what was said before,
/// hence one instance for each reply; not thread-safe.
@FunctionalInterface
interface EventEncoder {

    /// The frames for the next event, possibly none; `Finished` gives the last ones.
    List<byte[]> encode(ChatEvent event);
}
