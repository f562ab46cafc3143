package dev.parlance.engine.llama;

import dev.parlance.core.call.Deadline;
import dev.parlance.engine.llama.ffm.TokenFilter;
import dev.parlance.engine.llama.sampling.SamplingPlan;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One choice to generate, as handed to a batch loop.
///
/// @param caller whose it is; callers take turns
/// @param adapters that work on it
/// @param choice its number in the request, from 0
/// @param prompt token ids, at least one, checked against vocabulary and context
/// @param echo text to show before the output; empty for none
/// @param echoLogprobs true to give log probabilities of the prompt's tokens too
/// @param sampling how tokens are chosen
/// @param filter makes the constraint of this output, on the model's thread; null for none
/// @param reply how its text is understood
/// @param stops texts that end the output, none empty
/// @param maxTokens the most output tokens
/// @param topLogprobs how many alternatives for each token, or -1 for no log probabilities
/// @param likely how many of the likeliest next tokens to tell instead of drawing any; 0 to draw
/// @param deadline when nobody waits for it any more
/// @param queue where its steps go
/// @param queuedNanos when it was handed over, by [System#nanoTime]
@SuppressWarnings("ArrayRecordComponent") // shared by all choices and never written to
record Generation(
        String caller,
        AdapterSet adapters,
        int choice,
        int[] prompt,
        String echo,
        boolean echoLogprobs,
        SamplingPlan sampling,
        @Nullable Supplier<TokenFilter> filter,
        ReplyPlan reply,
        List<String> stops,
        int maxTokens,
        int topLogprobs,
        int likely,
        Deadline deadline,
        StepQueue queue,
        long queuedNanos) {

    /// Whose computed tokens it may share: the caller, and what works on them.
    String scope() {
        return caller + PrefixCache.ADAPTERS + adapters.key();
    }

    /// True when nobody waits for it any more.
    boolean isOver() {
        return queue.isCancelled() || deadline.expired();
    }

    boolean wantsLogprobs() {
        return topLogprobs >= 0;
    }
}
