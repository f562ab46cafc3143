package dev.parlance.engine.llama;

import dev.parlance.core.call.Deadline;
import dev.parlance.engine.llama.ffm.SamplerOptions;
import java.util.List;

/// One choice to generate, as handed to a batch loop.
///
/// @param choice its number in the request, from 0
/// @param prompt token ids, at least one, checked against vocabulary and context
/// @param echo text to show before the output; empty for none
/// @param echoLogprobs true to give log probabilities of the prompt's tokens too
/// @param sampler how tokens are drawn
/// @param stops texts that end the output, none empty
/// @param maxTokens the most output tokens
/// @param topLogprobs how many alternatives for each token, or -1 for no log probabilities
/// @param deadline when nobody waits for it any more
/// @param queue where its steps go
@SuppressWarnings("ArrayRecordComponent") // shared by all choices and never written to
record Generation(
        int choice,
        int[] prompt,
        String echo,
        boolean echoLogprobs,
        SamplerOptions sampler,
        List<String> stops,
        int maxTokens,
        int topLogprobs,
        Deadline deadline,
        StepQueue queue) {

    boolean wantsLogprobs() {
        return topLogprobs >= 0;
    }
}
