package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.model.Capability;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.ContextTooLong;
import dev.parlance.core.tokens.NextTokens;
import dev.parlance.core.tokens.NextTokens.Candidate;
import dev.parlance.core.tokens.NextTokensRequest;
import dev.parlance.core.tokens.TextToken;
import dev.parlance.core.usage.Usage;
import dev.parlance.engine.llama.ffm.TokenChances.Chance;
import dev.parlance.engine.llama.sampling.SamplingPlan;
import java.util.ArrayList;
import java.util.List;

/// The way from a prompt to what may come after it, by a loaded model's thread. Stateless.
final class NextTokensRequests {
    private static final int FEW_STEPS = 4;

    private NextTokensRequests() {}

    static NextTokens next(CallContext context, LoadedModel model, NextTokensRequest request) {
        if (!model.facts().causal()) {
            throw Checks.unsupported("model", Capability.NEXT_TOKENS, model);
        }
        int[] prompt = CompletionRequests.prompt(context.deadline(), model, request.prompt(), true);
        if (prompt.length == 0) {
            throw ApiException.invalid("prompt", "'prompt' is empty; nothing comes after it.");
        }
        int limit = model.sizes().slotTokens();
        if (prompt.length > limit) {
            throw new ApiException(new ContextTooLong("prompt", prompt.length, limit));
        }
        context.deadline().check("queue");
        StepQueue queue = new StepQueue(FEW_STEPS, model.thread()::wake);
        try {
            model.thread().submit(List.of(work(context, model, prompt, request.top(), queue)));
            List<Chance> likely = await(context, queue);
            return new NextTokens(
                    model.source().id(),
                    candidates(context, model, likely),
                    Usage.of(prompt.length, 0));
        } finally {
            queue.cancel();
        }
    }

    private static Generation work(
            CallContext context, LoadedModel model, int[] prompt, int top, StepQueue queue) {
        return new Generation(
                context.caller().id(),
                model.adapters().of(null),
                0,
                prompt,
                "",
                false,
                SamplingPlan.GREEDY,
                null,
                ReplyPlan.TEXT,
                List.of(),
                0,
                -1,
                Math.min(top, model.vocabulary().size()),
                context.deadline(),
                queue,
                System.nanoTime());
    }

    private static List<Chance> await(CallContext context, StepQueue queue) {
        while (true) {
            switch (queue.take(context.deadline())) {
                case Step.Likely(var tokens) -> {
                    return tokens;
                }
                case Step.Failure(var cause) -> throw cause;
                case Step.End _ -> throw new IllegalStateException("it ended without an answer");
                case Step.Begun _, Step.Text _, Step.Reasoning _, Step.ToolCall _ -> {}
            }
        }
    }

    private static List<Candidate> candidates(
            CallContext context, LoadedModel model, List<Chance> likely) {
        int[] ids = likely.stream().mapToInt(Chance::token).toArray();
        List<TextToken> tokens = TokenRequests.pieces(context, model, ids);
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            candidates.add(new Candidate(tokens.get(i), likely.get(i).logprob()));
        }
        return candidates;
    }
}
