package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Deadline;
import dev.parlance.core.embedding.Embedding;
import dev.parlance.core.embedding.EmbeddingInput;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.embedding.EmbeddingResult;
import dev.parlance.core.model.Capability;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.ContextTooLong;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import dev.parlance.core.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The way from texts to vectors by a loaded model's thread. Stateless.
final class EmbeddingRequests {
    private EmbeddingRequests() {}

    static EmbeddingResult embed(CallContext context, LoadedModel model, EmbeddingRequest request) {
        if (request.dimensions() != null) {
            throw Checks.unsupported("dimensions", Capability.EMBEDDING_DIMENSIONS, model);
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
                    case EmbeddingInput.Tokens(var ids) -> Checks.checked(ids, param, model);
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
}
