package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.model.Capability;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.engine.llama.ffm.TokenFilter;
import dev.parlance.engine.llama.sampling.SamplingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The way from a tokenised wish to work for a loaded model's thread: one piece of it for each
/// choice. Thread-safe.
final class Generations {
    private static final int QUEUED_STEPS = 64;
    private static final int MAX_CHOICES = 128;

    private Generations() {}

    /// What chat and completion have in common.
    @SuppressWarnings("ArrayRecordComponent") // handed on, never written to
    record Wish(
            int[] prompt,
            String param,
            String echo,
            Sampling sampling,
            List<String> stops,
            int n,
            @Nullable Integer maxTokens,
            @Nullable Integer topLogprobs,
            @Nullable Supplier<TokenFilter> filter,
            AdapterSet adapters,
            ReplyPlan reply) {}

    /// Hands the choices of a request over and gives the stream of their events.
    static ChatStream start(CallContext context, LoadedModel model, Wish wish) {
        if (!model.facts().causal()) {
            throw Checks.unsupported(wish.param(), Capability.COMPLETION, model);
        }
        boolean whole = wish.topLogprobs() != null && !wish.echo().isEmpty();
        int[] prompt =
                PromptFit.fit(context, model, wish.prompt(), wish.param(), wish.maxTokens(), whole);
        if (wish.n() > MAX_CHOICES) {
            throw ApiException.invalid(
                    "n", "'n' is " + wish.n() + "; at most " + MAX_CHOICES + " choices are made.");
        }
        if (wish.stops().stream().anyMatch(String::isEmpty)) {
            throw ApiException.invalid("stop", "A stop sequence is empty.");
        }
        SamplerRecipe recipe = SamplerRecipe.of(context, wish.sampling(), model);
        context.deadline().check("queue");
        StepQueue queue = new StepQueue(QUEUED_STEPS, model.thread()::wake);
        long drawn = ThreadLocalRandom.current().nextLong();
        List<Generation> choices = new ArrayList<>();
        for (int choice = 0; choice < wish.n(); choice++) {
            SamplingPlan plan = recipe.plan(choice, drawn);
            choices.add(work(context, wish, prompt, plan, choice, queue));
        }
        model.thread().submit(choices);
        return new LlamaStream(
                model.source().id(),
                model.fingerprint(),
                queue,
                context.deadline(),
                prompt.length,
                wish.n());
    }

    private static Generation work(
            CallContext context,
            Wish wish,
            int[] prompt,
            SamplingPlan plan,
            int choice,
            StepQueue queue) {
        Integer top = wish.topLogprobs();
        return new Generation(
                context.caller().id(),
                wish.adapters(),
                choice,
                prompt,
                wish.echo(),
                top != null && !wish.echo().isEmpty(),
                plan,
                wish.filter(),
                wish.reply(),
                wish.stops(),
                wish.maxTokens() == null ? Integer.MAX_VALUE : wish.maxTokens(),
                top == null ? -1 : top,
                0,
                context.deadline(),
                queue,
                System.nanoTime());
    }
}
