package dev.parlance.engine.scripted;

import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.core.chat.TokenLogprob.Alternative;
import dev.parlance.engine.scripted.Reply.Logprob;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Log probabilities for tokens that no model has chosen: the script's own, or plausible ones that
/// depend on the token alone, so that the same answer always has the same.
final class Logprobs {
    private static final List<String> OTHERS =
            List.of(
                    " the", " a", ",", " and", " of", ".", " to", " in", " is", " that", " it",
                    " for", " on", " with", " as", " at", " by", " this", " or", " an", " be");

    private Logprobs() {}

    /// @param scripted the script's word on the tokens, in order
    /// @param position which of them this is; tokens beyond get computed ones
    /// @param top how many alternatives
    static TokenLogprob of(String token, List<Logprob> scripted, int position, int top) {
        if (position < scripted.size()) {
            Logprob own = scripted.get(position);
            List<Alternative> alternatives =
                    own.top().stream()
                            .limit(top)
                            .map(a -> alternative(a.token(), a.logprob()))
                            .toList();
            return new TokenLogprob(token, bytes(token), own.logprob(), alternatives);
        }
        // Between 0.6 and 0.99; what is left is halved from each alternative to the next.
        double chosen = 0.6 + (token.hashCode() & 0xff) / 255.0 * 0.39;
        double left = 1 - chosen;
        List<Alternative> alternatives = new ArrayList<>();
        if (top > 0) {
            alternatives.add(alternative(token, Math.log(chosen)));
        }
        for (String other : OTHERS) {
            if (alternatives.size() < top && !other.equals(token)) {
                left /= 2;
                alternatives.add(alternative(other, Math.log(left)));
            }
        }
        return new TokenLogprob(token, bytes(token), Math.log(chosen), alternatives);
    }

    /// Those of an echoed prompt: none for its first token, computed ones for the others.
    static List<TokenLogprob> ofPrompt(String prompt, int top) {
        List<TokenLogprob> logprobs = new ArrayList<>();
        for (String token : PieceTokenizer.split(prompt)) {
            logprobs.add(
                    logprobs.isEmpty()
                            ? new TokenLogprob(token, bytes(token), Double.NaN, List.of())
                            : of(token, List.of(), 0, top));
        }
        return logprobs;
    }

    private static Alternative alternative(String token, double logprob) {
        return new Alternative(token, bytes(token), logprob);
    }

    private static List<Integer> bytes(String token) {
        List<Integer> bytes = new ArrayList<>();
        for (byte b : token.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(b & 0xff);
        }
        return bytes;
    }
}
