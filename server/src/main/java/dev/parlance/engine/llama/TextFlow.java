package dev.parlance.engine.llama;

import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.engine.llama.Step.Text;
import dev.parlance.engine.llama.reply.ReplyParser;
import dev.parlance.engine.llama.reply.ReplyPart;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns the tokens of one choice into steps: whole characters, understood as thought, call or
/// text; of the text nothing that may belong to a stop sequence, and each token's log probability
/// with the step that shows its first character. For one thread.
final class TextFlow {
    /// A log probability that waits for its text; both places count characters of the output.
    private record Waiting(long start, long end, TokenLogprob logprob) {}

    private final int choice;
    private final ReplyParser parser;
    private final Utf8Assembler assembler = new Utf8Assembler();
    private final StopMatcher stops;
    // Of tokens that the parser has not given out, by their place in the whole output.
    private final List<Waiting> unread = new ArrayList<>();
    // Of text that may belong to a stop sequence, by its place in the text to show.
    private final List<Waiting> held = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private long assembled;
    private long read;
    private long shown;
    private int reasoningTokens;

    TextFlow(int choice, List<String> stops, ReplyParser parser) {
        this.choice = choice;
        this.parser = parser;
        this.stops = new StopMatcher(stops);
    }

    /// The steps that this token makes possible.
    List<Step> add(byte[] piece, @Nullable TokenLogprob logprob) {
        boolean thought = parser.inThought();
        String text = assembler.add(piece);
        if (logprob != null) {
            unread.add(new Waiting(assembled, assembled + text.length(), logprob));
        }
        assembled += text.length();
        steps.clear();
        give(parser.add(text));
        reasoningTokens += thought || parser.inThought() ? 1 : 0;
        return List.copyOf(steps);
    }

    /// True once a stop sequence has come, or all calls that the reply may have; what comes after
    /// it is not shown.
    boolean stopped() {
        return stops.stopped() || parser.ended();
    }

    /// Tokens that were spent on thoughts.
    int reasoningTokens() {
        return reasoningTokens;
    }

    /// Why the choice ended, if its generation ended for this reason.
    FinishReason reason(FinishReason reason) {
        return reason == FinishReason.STOP && parser.hasCalls() ? FinishReason.TOOL_CALLS : reason;
    }

    /// The last steps, with all that was held back.
    List<Step> finish() {
        steps.clear();
        if (stops.stopped()) {
            return List.of();
        }
        give(parser.add(assembler.finish()));
        give(parser.finish());
        flush();
        if (!stops.stopped() && !steps.isEmpty() && steps.getLast() instanceof Text last) {
            // Tokens without text of their own, such as control tokens, come with the last text.
            List<TokenLogprob> logprobs = new ArrayList<>(last.logprobs());
            for (Waiting token : unread) {
                if (token.start() >= assembled) {
                    logprobs.add(token.logprob());
                }
            }
            steps.set(steps.size() - 1, new Text(choice, last.text(), logprobs));
        }
        return List.copyOf(steps);
    }

    private void give(List<ReplyPart> parts) {
        for (ReplyPart part : parts) {
            if (stops.stopped()) {
                return;
            }
            switch (part) {
                case ReplyPart.Text(long at, var text) -> say(at, text);
                case ReplyPart.Reasoning(var text) -> {
                    flush();
                    steps.add(new Step.Reasoning(choice, text));
                }
                case ReplyPart.CallBegun(int index, var id, var name) -> {
                    flush();
                    steps.add(new Step.ToolCall(choice, index, id, name, ""));
                }
                case ReplyPart.Arguments(int index, var json) -> arguments(index, json);
            }
        }
    }

    /// A call begins in one step with the first piece of its arguments.
    private void arguments(int index, String json) {
        if (!steps.isEmpty()
                && steps.getLast()
                        instanceof Step.ToolCall(int _, int last, var id, var name, var begun)
                && last == index) {
            steps.removeLast();
            steps.add(new Step.ToolCall(choice, index, id, name, begun + json));
        } else {
            steps.add(new Step.ToolCall(choice, index, null, null, json));
        }
    }

    /// Text to show, of which a stop sequence may cut or hold back the end.
    private void say(long at, String text) {
        long end = at + text.length();
        for (Iterator<Waiting> all = unread.iterator(); all.hasNext(); ) {
            Waiting token = all.next();
            if (token.start() >= end) {
                break;
            }
            if (token.start() >= at || token.end() > at) {
                long place = read + Math.max(0, token.start() - at);
                held.add(new Waiting(place, place, token.logprob()));
            }
            all.remove();
        }
        read += text.length();
        show(stops.add(text));
    }

    /// Shows what was held back for a stop sequence that cannot come any more.
    private void flush() {
        if (!stops.stopped()) {
            show(stops.finish());
        }
    }

    private void show(String text) {
        if (text.isEmpty()) {
            return;
        }
        shown += text.length();
        List<TokenLogprob> logprobs = new ArrayList<>();
        for (Iterator<Waiting> all = held.iterator(); all.hasNext(); ) {
            Waiting next = all.next();
            if (next.start() < shown) {
                logprobs.add(next.logprob());
                all.remove();
            }
        }
        if (!steps.isEmpty() && steps.getLast() instanceof Text(int _, var before, var earlier)) {
            steps.removeLast();
            logprobs.addAll(0, earlier);
            steps.add(new Text(choice, before + text, logprobs));
        } else {
            steps.add(new Text(choice, text, logprobs));
        }
    }
}
