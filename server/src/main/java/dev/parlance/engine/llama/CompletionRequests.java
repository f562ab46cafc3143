package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Deadline;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.completion.Infill;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.model.Capability;
import dev.parlance.core.problem.ApiException;
import java.util.List;

/// The way from a prompt to work for a loaded model's thread. Stateless.
final class CompletionRequests {
    private CompletionRequests() {}

    static ChatStream complete(CallContext context, LoadedModel model, CompletionRequest request) {
        Deadline deadline = context.deadline();
        Infill infill = request.infill();
        int[] prompt =
                infill != null
                        ? gap(deadline, model, request, infill)
                        : prompt(deadline, model, request.prompt(), begins(request), true);
        if (prompt.length == 0) {
            throw ApiException.invalid(
                    "prompt", "'prompt' is empty; there is nothing to continue.");
        }
        String field = infill == null ? "prompt" : infill.fields().prefix();
        String echo = request.echo() ? echo(deadline, model, request.prompt()) : "";
        return Generations.start(
                context,
                model,
                new Generations.Wish(
                        prompt,
                        field,
                        echo,
                        request.sampling(),
                        request.stop(),
                        request.n(),
                        request.maxTokens(),
                        request.topLogprobs(),
                        model.constraints().filter(context, request.constraint()),
                        AdapterRequests.of(model, request.extensions()),
                        ReplyPlan.TEXT));
    }

    /// True when what the model wants before a text is to be added.
    private static boolean begins(CompletionRequest request) {
        return !JsonValue.of(false).equals(request.extensions().get("add_special_tokens"));
    }

    /// The tokens of a prompt.
    ///
    /// @param special true to add what the model wants before a text, and to understand special
    ///   tokens in it
    static int[] prompt(
            Deadline deadline, LoadedModel model, CompletionPrompt prompt, boolean special) {
        return prompt(deadline, model, prompt, special, special);
    }

    private static int[] prompt(
            Deadline deadline,
            LoadedModel model,
            CompletionPrompt prompt,
            boolean begins,
            boolean special) {
        return switch (prompt) {
            case CompletionPrompt.Text(var text) ->
                    model.tokenize(deadline, List.of(text), begins, special);
            case CompletionPrompt.Tokens(var ids) -> Checks.checked(ids, "prompt", model);
        };
    }

    private static int[] gap(
            Deadline deadline, LoadedModel model, CompletionRequest request, Infill infill) {
        InfillTokens tokens = model.infill();
        if (tokens == null) {
            throw Checks.unsupported(infill.fields().suffix(), Capability.INFILL, model);
        }
        if (request.echo()) {
            throw ApiException.invalid(
                    "echo",
                    "'echo' and '"
                            + infill.fields().suffix()
                            + "' exclude each other: the prompt is not the text.");
        }
        return tokens.prompt(
                model.frame().head(),
                prompt(deadline, model, request.prompt(), false),
                infill,
                text -> model.tokenize(deadline, List.of(text), false, false));
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
