package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Deadline;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.model.Capability;
import dev.parlance.core.problem.ApiException;
import java.util.List;

/// The way from a prompt to work for a loaded model's thread. Stateless.
final class CompletionRequests {
    private CompletionRequests() {}

    static ChatStream complete(CallContext context, LoadedModel model, CompletionRequest request) {
        if (request.infill() != null) {
            throw Checks.unsupported("suffix", Capability.INFILL, model);
        }
        Deadline deadline = context.deadline();
        int[] prompt =
                switch (request.prompt()) {
                    case CompletionPrompt.Text(var text) ->
                            model.tokenize(deadline, List.of(text), true, true);
                    case CompletionPrompt.Tokens(var ids) -> Checks.checked(ids, "prompt", model);
                };
        if (prompt.length == 0) {
            throw ApiException.invalid(
                    "prompt", "'prompt' is empty; there is nothing to continue.");
        }
        String echo = request.echo() ? echo(deadline, model, request.prompt()) : "";
        return Generations.start(
                context,
                model,
                new Generations.Wish(
                        prompt,
                        "prompt",
                        echo,
                        request.sampling(),
                        request.stop(),
                        request.n(),
                        request.maxTokens(),
                        request.topLogprobs(),
                        null));
    }

    private static String echo(Deadline deadline, LoadedModel model, CompletionPrompt prompt) {
        return switch (prompt) {
            case CompletionPrompt.Text(var text) -> text;
            case CompletionPrompt.Tokens(var ids) ->
                    model.onTextThread(
                            deadline, () -> new TokenTexts(model.vocabulary()).text(ids));
        };
    }
}
