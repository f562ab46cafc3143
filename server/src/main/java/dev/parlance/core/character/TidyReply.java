package dev.parlance.core.character;

import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.TokenLogprob;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A reply whose beginning is put in order: white space and a speaker's name taken away, or the
/// text that it goes on from put before it. Text is held back while it could be such a name.
///
/// Pulled by one thread, like the stream that it owns.
final class TidyReply implements ChatStream {
    private final ChatStream stream;
    private final String before;
    private final List<String> names;
    private final Map<Integer, Opening> openings = new HashMap<>();
    private final Deque<ChatEvent> ready = new ArrayDeque<>();
    private int choices = 1;

    /// The beginning of one choice.
    private static final class Opening {
        private final StringBuilder text = new StringBuilder();
        private final List<TokenLogprob> logprobs = new ArrayList<>();
        private boolean over;
    }

    /// @param before what comes before each choice's text, or nothing
    /// @param names what is taken away from the beginning, each with its colon
    TidyReply(ChatStream stream, String before, List<String> names) {
        this.stream = stream;
        this.before = before;
        this.names = names;
    }

    @Override
    public boolean hasNext() {
        return !ready.isEmpty() || stream.hasNext();
    }

    @Override
    public ChatEvent next() {
        while (ready.isEmpty()) {
            take(stream.next());
        }
        return ready.removeFirst();
    }

    private void take(ChatEvent event) {
        switch (event) {
            case ChatEvent.TextDelta delta -> take(delta);
            case ChatEvent.ToolCallDelta call -> {
                end(call.choice());
                ready.add(call);
            }
            case ChatEvent.Finished finished -> {
                choices = Math.max(choices, finished.reasons().size());
                for (int choice = 0; choice < choices; choice++) {
                    end(choice);
                }
                ready.add(finished);
            }
            case ChatEvent.Started _, ChatEvent.ReasoningDelta _ -> ready.add(event);
        }
    }

    private void take(ChatEvent.TextDelta delta) {
        Opening opening = opening(delta.choice());
        if (opening.over) {
            ready.add(delta);
            return;
        }
        opening.text.append(delta.text());
        opening.logprobs.addAll(delta.logprobs());
        if (!isOpen(opening.text.toString().stripLeading())) {
            end(delta.choice());
        }
    }

    /// True while more text may show that this is a name, or nothing but white space.
    private boolean isOpen(String text) {
        return before.isEmpty()
                && (text.isEmpty() || names.stream().anyMatch(name -> open(text, name)));
    }

    private static boolean open(String text, String name) {
        return name.startsWith(text)
                || (text.startsWith(name) && text.substring(name.length()).isBlank());
    }

    private void end(int choice) {
        Opening opening = opening(choice);
        if (opening.over) {
            return;
        }
        opening.over = true;
        String text = before + opening.text;
        if (before.isEmpty()) {
            text = text.stripLeading();
            for (String name : names) {
                if (text.startsWith(name)) {
                    text = text.substring(name.length()).stripLeading();
                    break;
                }
            }
        }
        if (!text.isEmpty()) {
            ready.add(new ChatEvent.TextDelta(choice, text, opening.logprobs));
        }
    }

    private Opening opening(int choice) {
        return openings.computeIfAbsent(choice, _ -> new Opening());
    }

    @Override
    public boolean await(Duration atMost) {
        return !ready.isEmpty() || stream.await(atMost);
    }

    @Override
    public void close() {
        stream.close();
    }
}
