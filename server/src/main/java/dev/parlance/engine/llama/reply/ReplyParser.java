package dev.parlance.engine.llama.reply;

import dev.parlance.engine.llama.reply.ArgumentReader.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Understands a reply while it comes: what is thought, what is called, what is said.
///
/// Any cut of the same text into pieces gives the same parts but for where texts are cut. Text that
/// may become a marker, and white space that may belong to one, is held back. What looks like a
/// call and is none comes back as text; white space around calls and after thoughts is left out.
/// For one thread.
public final class ReplyParser {
    private enum State {
        TEXT,
        HEAD,
        ARGUMENTS,
        TAIL,
        THOUGHT
    }

    private final List<Opener> openers;
    private final int maxCalls;
    private final Supplier<String> ids;
    private final StringBuilder buffer = new StringBuilder();
    private final List<ReplyPart> parts = new ArrayList<>();

    private State state = State.TEXT;
    // Characters of the text before the buffer; negative in what the prompt began.
    private long at;
    // True until text is shown or a call begins.
    private boolean fresh = true;
    private boolean skipsSpaces;
    // Where in the buffer the head begins.
    private int headAt;
    private int calls;
    private boolean full;
    private String thoughtEnd = "";
    private boolean thoughtShown;
    private Head.@Nullable Reader head;
    private Head.@Nullable Begun call;

    /// @param openers what may begin something else than text
    /// @param maxCalls the call after which the reply is [#ended]
    /// @param ids names for calls
    ReplyParser(List<Opener> openers, int maxCalls, Supplier<String> ids) {
        this.openers = List.copyOf(openers);
        this.maxCalls = maxCalls;
        this.ids = ids;
    }

    /// A parser for which everything is text.
    public static ReplyParser text() {
        return new ReplyParser(List.of(), 1, () -> "");
    }

    /// Takes the beginning of the reply that the prompt holds already. Comes first or never.
    public void begin(String text) {
        at = -text.length();
        List<ReplyPart> _ = add(text);
    }

    /// What this piece of text makes clear.
    public List<ReplyPart> add(String text) {
        buffer.append(text);
        return run(false);
    }

    /// What was held back, now that no more text will come.
    public List<ReplyPart> finish() {
        return run(true);
    }

    /// True while the model thinks.
    public boolean inThought() {
        return state == State.THOUGHT;
    }

    /// True once a call has begun.
    public boolean hasCalls() {
        return calls > 0;
    }

    /// True when the reply has all the calls it may have.
    public boolean ended() {
        return full;
    }

    private List<ReplyPart> run(boolean last) {
        parts.clear();
        while (!full && step(last)) {}
        return List.copyOf(parts);
    }

    /// Goes one step on; false when more text is needed for it.
    private boolean step(boolean last) {
        return switch (state) {
            case TEXT -> text(last);
            case HEAD -> head(last);
            case ARGUMENTS -> arguments(last);
            case TAIL -> tail(last);
            case THOUGHT -> thought(last);
        };
    }

    private boolean text(boolean last) {
        if (skipsSpaces) {
            drop(spaces());
            skipsSpaces = buffer.isEmpty();
        }
        int first = buffer.length();
        int safe = buffer.length();
        boolean listens = false;
        for (Opener opener : openers) {
            int from = opener.onlyFirst() ? spaces() : 0;
            if (opener.onlyFirst() && !fresh) {
                continue;
            }
            int found = buffer.indexOf(opener.text(), from);
            int partly = buffer.length() - Overlap.of(buffer, opener.text());
            if (opener.onlyFirst()) {
                found = found == from ? found : -1;
                partly = partly == from ? partly : buffer.length();
            }
            if (found >= 0 && found < first) {
                first = found;
                head = opener.head();
            }
            safe = Math.min(safe, partly);
            listens |= !opener.onlyFirst() || from == buffer.length();
        }
        if (first < buffer.length()) {
            int shown = trimmed(first);
            show(shown);
            headAt = first - shown;
            state = State.HEAD;
            return true;
        }
        if (last) {
            show(buffer.length());
        } else {
            show(listens || safe < buffer.length() ? trimmed(safe) : safe);
        }
        return false;
    }

    private boolean head(boolean last) {
        Head.Reader reader = Objects.requireNonNull(head);
        switch (reader.read(new Cursor(buffer, headAt, last))) {
            case Head.Starved _ -> {
                return false;
            }
            case Head.Refused _ -> {
                show(Math.min(headAt + 1, buffer.length()));
                state = State.TEXT;
            }
            case Head.Skipped(int end) -> {
                drop(end);
                skipsSpaces = true;
                state = State.TEXT;
            }
            case Head.Thought(int end, String close) -> {
                drop(end);
                thoughtEnd = close;
                thoughtShown = false;
                state = State.THOUGHT;
            }
            case Head.Begun begun -> {
                drop(begun.at());
                parts.add(new ReplyPart.CallBegun(calls, ids.get(), begun.name()));
                call = begun;
                calls++;
                fresh = false;
                state = State.ARGUMENTS;
            }
        }
        return true;
    }

    private boolean arguments(boolean last) {
        Taken taken = Objects.requireNonNull(call).reader().take(buffer.toString(), last);
        drop(taken.length());
        if (!taken.json().isEmpty()) {
            parts.add(new ReplyPart.Arguments(calls - 1, taken.json()));
        }
        if (taken.complete()) {
            state = State.TAIL;
        }
        return taken.complete();
    }

    private boolean tail(boolean last) {
        switch (Objects.requireNonNull(call).tail().read(new Cursor(buffer, 0, last))) {
            case Tail.Starved _ -> {
                return false;
            }
            case Tail.Next(int next, var reader) -> {
                drop(next);
                head = reader;
                headAt = 0;
                state = State.HEAD;
            }
            case Tail.Closed(int end) -> {
                drop(end);
                skipsSpaces = true;
                state = State.TEXT;
            }
        }
        full = calls >= maxCalls;
        return true;
    }

    private boolean thought(boolean last) {
        if (!thoughtShown) {
            drop(spaces());
        }
        int end = buffer.indexOf(thoughtEnd);
        int to = buffer.length();
        if (end >= 0) {
            to = trimmed(end);
        } else if (!last) {
            to = trimmed(buffer.length() - Overlap.of(buffer, thoughtEnd));
        }
        if (to > 0) {
            parts.add(new ReplyPart.Reasoning(buffer.substring(0, to)));
            thoughtShown = true;
        }
        drop(end < 0 ? to : end + thoughtEnd.length());
        if (end >= 0) {
            skipsSpaces = true;
            state = State.TEXT;
        }
        return end >= 0;
    }

    /// Gives the beginning of the buffer out as text.
    private void show(int length) {
        int from = Math.clamp(-at, 0, length);
        if (from < length) {
            parts.add(text(at + from, buffer.substring(from, length)));
            fresh = false;
        }
        drop(length);
    }

    /// This text, joined with the text right before it.
    private ReplyPart text(long start, String text) {
        if (!parts.isEmpty()
                && parts.getLast() instanceof ReplyPart.Text(long before, String earlier)
                && before + earlier.length() == start) {
            parts.removeLast();
            return new ReplyPart.Text(before, earlier + text);
        }
        return new ReplyPart.Text(start, text);
    }

    private void drop(int length) {
        buffer.delete(0, length);
        at += length;
    }

    /// How much white space the buffer begins with.
    private int spaces() {
        int end = 0;
        while (end < buffer.length() && Cursor.isSpace(buffer.charAt(end))) {
            end++;
        }
        return end;
    }

    /// The length without white space at the end.
    private int trimmed(int length) {
        int end = length;
        while (end > 0 && Cursor.isSpace(buffer.charAt(end - 1))) {
            end--;
        }
        return end;
    }
}
