package dev.parlance.engine.scripted;

import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatEvent.Finished;
import dev.parlance.core.chat.ChatEvent.ReasoningDelta;
import dev.parlance.core.chat.ChatEvent.Started;
import dev.parlance.core.chat.ChatEvent.TextDelta;
import dev.parlance.core.chat.ChatEvent.ToolCallDelta;
import dev.parlance.core.problem.ApiProblem.UpstreamFailed;
import dev.parlance.core.usage.Usage;
import dev.parlance.engine.scripted.Reply.Fault;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One call's reply, step by step: begin, the echoed prompt, then the tokens, the first of each
/// choice, the second of each, and so on, and the end. Faults come where the script has them, at
/// the latest before the end.
///
/// Not thread-safe; made for one stream. Events are made when they are asked for.
final class Performance {
    private static final String FINGERPRINT = "scripted";

    private final Turn turn;
    private final Reply reply;
    private final List<Line> lines;
    private final Supplier<String> callIds;
    private final int rows;
    private boolean begun;
    private int echoed;
    private int row;
    private int choice;
    private @Nullable Fault fault;
    private Duration pause = Duration.ZERO;

    /// @param lines what each choice says
    /// @param callIds makes ids for tool calls
    Performance(Turn turn, Reply reply, List<Line> lines, Supplier<String> callIds) {
        this.turn = turn;
        this.reply = reply;
        this.lines = List.copyOf(lines);
        this.callIds = callIds;
        this.rows = lines.stream().mapToInt(line -> line.pieces().size()).max().orElse(0);
        this.fault = reply.fault();
    }

    /// The next step; not to be called after `Finished` or a failure.
    Step next() {
        if (!begun) {
            begun = true;
            return new Step.Say(reply.startDelay(), new Started(turn.model(), FINGERPRINT));
        }
        if (turn.echoed() != null && echoed < lines.size()) {
            int at = echoed++;
            return turn.echoed().isEmpty() ? next() : say(echo(at, turn.echoed()));
        }
        while (row < rows) {
            if (choice == 0) {
                pause = pause.plus(reply.delay());
            }
            if (choice == lines.size()) {
                choice = 0;
                row++;
                continue;
            }
            Step failure = choice == 0 ? failure(row) : null;
            if (failure != null) {
                return failure;
            }
            Line line = lines.get(choice++);
            if (row < line.pieces().size()) {
                return say(event(choice - 1, line, line.pieces().get(row)));
            }
        }
        Step failure = failure(Integer.MAX_VALUE);
        return failure == null ? say(finished()) : failure;
    }

    private Step say(ChatEvent event) {
        Duration waited = pause;
        pause = Duration.ZERO;
        return new Step.Say(waited, event);
    }

    /// The fault that is due before the token of this number, if it ends the reply.
    private @Nullable Step failure(int tokens) {
        if (fault instanceof Fault.Cut(int after) && tokens >= after) {
            return new Step.Fail(
                    new UpstreamFailed(
                            ScriptedEngine.NAME,
                            null,
                            "The script cuts this reply off after " + after + " tokens."));
        }
        if (fault instanceof Fault.Stall(int after, var length) && tokens >= after) {
            if (length == null) {
                return new Step.Hang();
            }
            fault = null;
            pause = pause.plus(length);
        }
        return null;
    }

    private ChatEvent event(int index, Line line, Piece piece) {
        return switch (piece) {
            case Piece.Thought(var text) -> new ReasoningDelta(index, text);
            case Piece.Word(var text, int position) -> {
                Integer top = turn.topLogprobs();
                yield top == null
                        ? new TextDelta(index, text)
                        : new TextDelta(
                                index,
                                text,
                                List.of(Logprobs.of(text, line.logprobs(), position, top)));
            }
            case Piece.CallHead(int call, var id, var name) ->
                    new ToolCallDelta(index, call, id == null ? callIds.get() : id, name, "");
            case Piece.CallArguments(int call, var text) ->
                    new ToolCallDelta(index, call, null, null, text);
        };
    }

    private ChatEvent echo(int index, String prompt) {
        Integer top = turn.topLogprobs();
        return new TextDelta(
                index, prompt, top == null ? List.of() : Logprobs.ofPrompt(prompt, top));
    }

    private ChatEvent finished() {
        int output = 0;
        int reasoning = 0;
        for (Line line : lines) {
            output += line.pieces().size();
            for (Piece piece : line.pieces()) {
                reasoning += piece instanceof Piece.Thought ? 1 : 0;
            }
        }
        Usage scripted = reply.usage();
        Usage counted = new Usage(turn.inputTokens(), output, 0, reasoning, false);
        return new Finished(
                lines.stream().map(Line::reason).toList(), scripted == null ? counted : scripted);
    }
}
