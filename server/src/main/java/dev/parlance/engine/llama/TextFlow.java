package dev.parlance.engine.llama;

import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.engine.llama.Step.Text;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns the tokens of one choice into text steps: whole characters, nothing that may belong to a
/// stop sequence, and each token's log probability with the step that shows its first character.
/// For one thread.
final class TextFlow {
    /// A log probability that waits for its text; `start` counts characters of the output.
    private record Waiting(long start, TokenLogprob logprob) {}

    private final int choice;
    private final Utf8Assembler assembler = new Utf8Assembler();
    private final StopMatcher stops;
    private final List<Waiting> waiting = new ArrayList<>();
    private long assembled;
    private long shown;

    TextFlow(int choice, List<String> stops) {
        this.choice = choice;
        this.stops = new StopMatcher(stops);
    }

    /// The step that this token makes possible, or null.
    @Nullable Text add(byte[] piece, @Nullable TokenLogprob logprob) {
        if (logprob != null) {
            waiting.add(new Waiting(assembled, logprob));
        }
        String text = assembler.add(piece);
        assembled += text.length();
        return show(stops.add(text));
    }

    /// True once a stop sequence has come; what comes after it is not shown.
    boolean stopped() {
        return stops.stopped();
    }

    /// The last step, with all that was held back, or null.
    @Nullable Text finish() {
        if (stops.stopped()) {
            return null;
        }
        String text = stops.add(assembler.finish());
        Text step = show(stops.stopped() ? text : text + stops.finish());
        if (step == null || stops.stopped()) {
            return step;
        }
        // Tokens without text of their own, such as control tokens, come with the last text.
        List<TokenLogprob> logprobs = new ArrayList<>(step.logprobs());
        waiting.forEach(token -> logprobs.add(token.logprob()));
        return new Text(choice, step.text(), logprobs);
    }

    private @Nullable Text show(String text) {
        if (text.isEmpty()) {
            return null;
        }
        shown += text.length();
        List<TokenLogprob> logprobs = new ArrayList<>();
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
            Waiting next = all.next();
            if (next.start() < shown) {
                logprobs.add(next.logprob());
                all.remove();
            }
        }
        return new Text(choice, text, logprobs);
    }
}
