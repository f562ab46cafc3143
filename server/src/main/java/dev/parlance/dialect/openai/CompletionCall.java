package dev.parlance.dialect.openai;

import dev.parlance.core.completion.CompletionRequest;
import java.util.List;

/// A decoded completions request.
///
/// @param requests one for each prompt, alike but for it
/// @param choices how many choices of each prompt the reply shows
/// @param logprobs true when the reply shows log probabilities
/// @param delivery how the reply is to come
/// @param suffix what follows each answer in the reply, as it stands; mostly empty
record CompletionCall(
        List<CompletionRequest> requests,
        int choices,
        boolean logprobs,
        StreamOptions delivery,
        String suffix) {
    CompletionCall {
        requests = List.copyOf(requests);
    }

    /// True when more choices are generated than shown, to pick the best.
    boolean picks() {
        return requests.getFirst().n() > choices;
    }

    /// The request that the choice of this index in the reply answers.
    CompletionRequest requestOf(int choice) {
        return requests.get(choice / choices);
    }
}
