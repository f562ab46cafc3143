package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Deadline;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.embedding.Embedding;
import dev.parlance.core.embedding.EmbeddingInput;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.embedding.EmbeddingResult;
import dev.parlance.core.model.Capability;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.ContextTooLong;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import dev.parlance.core.problem.ApiProblem.Unsupported;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.usage.Usage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The way from core's requests to work for a loaded model's thread: texts into tokens, checks
/// against vocabulary and context, one piece of work for each choice. Thread-safe.
final class Requests {
    private static final int QUEUED_STEPS = 64;
    private static final int MAX_CHOICES = 128;

    private final Clock clock;

    Requests(Clock clock) {
        this.clock = clock;
    }

    /// What chat and completion have in common.
    @SuppressWarnings("ArrayRecordComponent") // handed on, never written to
    private record Wish(
            int[] prompt,
            String param,
            String echo,
            Sampling sampling,
            List<String> stops,
            int n,
            @Nullable Integer maxTokens,
            @Nullable Integer topLogprobs) {}

    ChatStream chat(CallContext context, LoadedModel model, ChatRequest request) {
        ChatPrompt chatPrompt = model.chatPrompt();
        if (chatPrompt == null) {
            throw unsupported("messages", Capability.CHAT, model);
        }
        List<String> pieces = chatPrompt.render(context, request, clock);
        boolean hasBos =
                !model.bosText().isEmpty() && pieces.getFirst().startsWith(model.bosText());
        int[] prompt = model.tokenize(context.deadline(), pieces, !hasBos, true);
        return generate(
                context,
                model,
                new Wish(
                        prompt,
                        "messages",
                        "",
                        request.sampling(),
                        request.stop(),
                        request.n(),
                        request.maxTokens(),
                        request.topLogprobs()));
    }

    ChatStream complete(CallContext context, LoadedModel model, CompletionRequest request) {
        if (request.suffix() != null) {
            throw unsupported("suffix", Capability.INFILL, model);
        }
        Deadline deadline = context.deadline();
        int[] prompt =
                switch (request.prompt()) {
                    case CompletionPrompt.Text(var text) ->
                            model.tokenize(deadline, List.of(text), true, true);
                    case CompletionPrompt.Tokens(var ids) -> checked(ids, "prompt", model);
                };
        if (prompt.length == 0) {
            throw ApiException.invalid(
                    "prompt", "'prompt' is empty; there is nothing to continue.");
        }
        String echo = request.echo() ? echo(deadline, model, request.prompt()) : "";
        return generate(
                context,
                model,
                new Wish(
                        prompt,
                        "prompt",
                        echo,
                        request.sampling(),
                        request.stop(),
                        request.n(),
                        request.maxTokens(),
                        request.topLogprobs()));
    }

    private static String echo(Deadline deadline, LoadedModel model, CompletionPrompt prompt) {
        return switch (prompt) {
            case CompletionPrompt.Text(var text) -> text;
            case CompletionPrompt.Tokens(var ids) ->
                    model.onTextThread(
                            deadline, () -> new TokenTexts(model.vocabulary()).text(ids));
        };
    }

    private static ChatStream generate(CallContext context, LoadedModel model, Wish wish) {
        if (!model.facts().causal()) {
            throw unsupported(wish.param(), Capability.COMPLETION, model);
        }
        int limit = model.sizes().slotTokens();
        int asked = wish.maxTokens() == null ? limit : wish.maxTokens();
        int needed = wish.prompt().length + Math.min(asked, 1);
        if (needed > limit) {
            throw new ApiException(new ContextTooLong(wish.param(), needed, limit));
        }
        if (wish.n() > MAX_CHOICES) {
            throw ApiException.invalid(
                    "n", "'n' is " + wish.n() + "; at most " + MAX_CHOICES + " choices are made.");
        }
        if (wish.stops().stream().anyMatch(String::isEmpty)) {
            throw ApiException.invalid("stop", "A stop sequence is empty.");
        }
        context.deadline().check("queue");
        StepQueue queue = new StepQueue(QUEUED_STEPS, model.thread()::wake);
        long drawn = ThreadLocalRandom.current().nextLong();
        try {
            for (int choice = 0; choice < wish.n(); choice++) {
                model.thread().submit(work(context, model, wish, choice, drawn, queue));
            }
        } catch (RuntimeException e) {
            queue.cancel();
            throw e;
        }
        return new LlamaStream(
                model.source().id(),
                model.fingerprint(),
                queue,
                context.deadline(),
                wish.prompt().length,
                wish.n());
    }

    private static Generation work(
            CallContext context,
            LoadedModel model,
            Wish wish,
            int choice,
            long drawn,
            StepQueue queue) {
        Integer top = wish.topLogprobs();
        return new Generation(
                choice,
                wish.prompt(),
                wish.echo(),
                top != null && !wish.echo().isEmpty(),
                SamplerRecipe.options(
                        wish.sampling(),
                        model.source().defaults(),
                        choice,
                        drawn,
                        model.sizes(),
                        model.vocabulary().size()),
                wish.stops(),
                wish.maxTokens() == null ? Integer.MAX_VALUE : wish.maxTokens(),
                top == null ? -1 : top,
                context.deadline(),
                queue);
    }

    EmbeddingResult embed(CallContext context, LoadedModel model, EmbeddingRequest request) {
        if (request.dimensions() != null) {
            throw unsupported("dimensions", Capability.EMBEDDING_DIMENSIONS, model);
        }
        List<int[]> inputs = new ArrayList<>();
        int tokens = 0;
        for (int i = 0; i < request.inputs().size(); i++) {
            String param = request.inputs().size() == 1 ? "input" : "input[" + i + "]";
            int[] input = input(context.deadline(), model, request.inputs().get(i), param);
            inputs.add(input);
            tokens = Math.addExact(tokens, input.length);
        }
        context.deadline().check("queue");
        EmbeddingWork work =
                new EmbeddingWork(inputs, context.deadline(), new CompletableFuture<>());
        model.thread().submit(work);
        List<Embedding> embeddings = await(work).stream().map(Embedding::new).toList();
        return new EmbeddingResult(model.source().id(), embeddings, Usage.of(tokens, 0));
    }

    private static int[] input(
            Deadline deadline, LoadedModel model, EmbeddingInput input, String param) {
        int[] tokens =
                switch (input) {
                    case EmbeddingInput.Text(var text) ->
                            model.tokenize(deadline, List.of(text), true, false);
                    case EmbeddingInput.Tokens(var ids) -> checked(ids, param, model);
                };
        if (tokens.length == 0) {
            throw ApiException.invalid(param, "'" + param + "' is empty.");
        }
        int limit = model.sizes().slotTokens();
        if (tokens.length > limit) {
            throw new ApiException(new ContextTooLong(param, tokens.length, limit));
        }
        return tokens;
    }

    private static List<float[]> await(EmbeddingWork work) {
        try {
            return work.result().get(work.deadline().remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            work.result().cancel(false);
            throw new ApiException(new DeadlineExceeded("embedding"), e);
        } catch (InterruptedException e) {
            work.result().cancel(false);
            Thread.currentThread().interrupt();
            throw new CancellationException("the thread was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ApiException problem) {
                throw problem;
            }
            throw Failures.computing(e);
        }
    }

    List<Integer> tokenize(CallContext context, LoadedModel model, String text, boolean special) {
        int[] tokens = model.tokenize(context.deadline(), List.of(text), false, special);
        return Arrays.stream(tokens).boxed().toList();
    }

    String detokenize(CallContext context, LoadedModel model, List<Integer> ids) {
        int[] _ = checked(ids, "tokens", model);
        return model.onTextThread(
                context.deadline(), () -> new TokenTexts(model.vocabulary()).text(ids));
    }

    private static int[] checked(List<Integer> ids, String param, LoadedModel model) {
        int[] tokens = new int[ids.size()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = ids.get(i);
            if (tokens[i] < 0 || tokens[i] >= model.vocabulary().size()) {
                throw ApiException.invalid(
                        param,
                        "'"
                                + param
                                + "' has the token id "
                                + tokens[i]
                                + ", but the model's ids are 0 to "
                                + (model.vocabulary().size() - 1)
                                + ".");
            }
        }
        return tokens;
    }

    private static ApiException unsupported(
            String param, Capability capability, LoadedModel model) {
        return new ApiException(
                new Unsupported(param, capability.phrase(), model.source().id().value()));
    }
}
