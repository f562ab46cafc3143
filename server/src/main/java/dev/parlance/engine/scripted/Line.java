package dev.parlance.engine.scripted;

import dev.parlance.core.chat.FinishReason;
import dev.parlance.engine.scripted.Piece.CallArguments;
import dev.parlance.engine.scripted.Piece.CallHead;
import dev.parlance.engine.scripted.Piece.Thought;
import dev.parlance.engine.scripted.Piece.Word;
import dev.parlance.engine.scripted.Reply.Logprob;
import java.util.ArrayList;
import java.util.List;

/// All output tokens of a choice after limits and stop sequences have cut it.
///
/// Since the whole text is known beforehand, a stop sequence is simply searched; nothing has to be
/// held back.
record Line(List<Piece> pieces, FinishReason reason, List<Logprob> logprobs) {
    Line {
        pieces = List.copyOf(pieces);
    }

    /// @param budget the most tokens
    static Line of(Spoken spoken, List<String> stop, int budget) {
        List<Piece> pieces = new ArrayList<>();
        for (String token : PieceTokenizer.split(spoken.reasoning())) {
            pieces.add(new Thought(token));
        }
        int words = Math.clamp(budget - (long) pieces.size(), 0, spoken.tokens().size());
        List<String> tokens = spoken.tokens().subList(0, words);
        int stopAt = firstStop(String.join("", tokens), stop);
        addWords(tokens, stopAt, pieces);
        if (stopAt < Integer.MAX_VALUE) {
            return new Line(pieces, FinishReason.STOP, spoken.logprobs());
        }
        if (words == spoken.tokens().size()) {
            addCalls(spoken.calls(), pieces);
        }
        boolean cut = words < spoken.tokens().size() || pieces.size() > budget;
        return new Line(
                pieces.subList(0, Math.min(pieces.size(), budget)),
                cut ? FinishReason.LENGTH : reason(spoken),
                spoken.logprobs());
    }

    private static FinishReason reason(Spoken spoken) {
        FinishReason scripted = spoken.finishReason();
        if (scripted != null) {
            return scripted;
        }
        return spoken.calls().isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
    }

    private static void addCalls(List<Spoken.Call> calls, List<Piece> pieces) {
        for (int index = 0; index < calls.size(); index++) {
            Spoken.Call call = calls.get(index);
            pieces.add(new CallHead(index, call.id(), call.name()));
            for (String token : PieceTokenizer.split(call.arguments())) {
                pieces.add(new CallArguments(index, token));
            }
        }
    }

    private static void addWords(List<String> tokens, int end, List<Piece> pieces) {
        int at = 0;
        for (int i = 0; i < tokens.size() && at < end; i++) {
            String token = tokens.get(i);
            pieces.add(new Word(token.substring(0, Math.min(token.length(), end - at)), i));
            at += token.length();
        }
    }

    /// Where the first stop sequence begins; the greatest integer when there is none.
    private static int firstStop(String text, List<String> stop) {
        int first = Integer.MAX_VALUE;
        for (String sequence : stop) {
            int at = sequence.isEmpty() ? -1 : text.indexOf(sequence);
            first = at < 0 ? first : Math.min(first, at);
        }
        return first;
    }
}
