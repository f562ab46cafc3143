package dev.parlance.dialect.openai;

import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.TokenLogprob;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The choice among candidates that `best_of` asks for: those with the highest mean log probability
/// per token. Usage stays that of all candidates, which were all computed.
final class BestOf {
    private BestOf() {}

    /// The result with the best of each prompt's candidates, best first.
    ///
    /// @param candidates how many consecutive choices belong to one prompt
    /// @param shown how many of them stay
    static ChatResult pick(ChatResult result, int candidates, int shown) {
        List<ChatResult.Choice> best = new ArrayList<>();
        for (int from = 0; from < result.choices().size(); from += candidates) {
            result.choices().subList(from, from + candidates).stream()
                    .sorted(Comparator.comparingDouble(BestOf::mean).reversed())
                    .limit(shown)
                    .forEach(best::add);
        }
        return new ChatResult(result.responseModel(), result.fingerprint(), best, result.usage());
    }

    private static double mean(ChatResult.Choice choice) {
        return choice.logprobs().stream()
                .mapToDouble(TokenLogprob::logprob)
                .filter(logprob -> !Double.isNaN(logprob))
                .average()
                .orElse(Double.NEGATIVE_INFINITY);
    }
}
