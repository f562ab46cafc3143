package dev.parlance.core.gateway;

import dev.parlance.core.chat.ChatStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// The replies that are being generated, so that they can be ended from outside. Thread-safe.
final class Running {
    private final Set<Entry> entries = ConcurrentHashMap.newKeySet();

    /// One reply; not a record, since each is equal to itself alone.
    private static final class Entry {
        final String caller;
        final StoppableStream stream;

        Entry(String caller, ChatStream stream, int choices) {
            this.caller = caller;
            this.stream = new StoppableStream(stream, choices);
        }
    }

    /// The stream, known here until it ends or is closed.
    ChatStream track(ChatStream stream, String caller, int choices) {
        Entry entry = new Entry(caller, stream, choices);
        entries.add(entry);
        entry.stream.onEnd(() -> entries.remove(entry));
        return entry.stream;
    }

    /// Ends the replies of these callers at their next token.
    ///
    /// @return how many there were
    int stop(Predicate<String> callers) {
        int stopped = 0;
        for (Entry entry : entries) {
            if (callers.test(entry.caller)) {
                boolean _ = entry.stream.stop();
                stopped++;
            }
        }
        return stopped;
    }
}
