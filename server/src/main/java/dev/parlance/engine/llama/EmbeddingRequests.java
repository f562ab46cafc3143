package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Deadline;
import dev.parlance.core.embedding.Embedding;
import dev.parlance.core.embedding.EmbeddingInput;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.embedding.EmbeddingResult;
import dev.parlance.core.model.Capability;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.DeadlineExceeded;
import dev.parlance.core.usage.Usage;
import dev.parlance.engine.llama.gguf.ModelFacts.Pooling;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
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
        if (model.facts().ranks() || isMeantToRank(model)) {
            throw Checks.unsupported("model", Capability.EMBEDDINGS, model);
        }
        TextCut cut = new TextCut(context, request.options().truncation());
        Integer most = request.options().maxTokens();
        int limit = model.sizes().slotTokens();
        limit = most == null ? limit : Math.min(limit, most);
        List<int[]> inputs = new ArrayList<>();
        int tokens = 0;
        for (int i = 0; i < request.inputs().size(); i++) {
            String param = request.inputs().size() == 1 ? "input" : "input[" + i + "]";
            int[] input = input(model, cut, request.inputs().get(i), limit, param);
            inputs.add(input);
            tokens = Math.addExact(tokens, input.length);
        }
        boolean normalized = request.options().normalized();
        List<Embedding> embeddings =
                run(context.deadline(), model, inputs).stream()
                        .map(vector -> new Embedding(normalized ? unit(vector) : vector))
                        .toList();
        return new EmbeddingResult(model.source().id(), embeddings, Usage.of(tokens, 0));
    }

    /// True for a model whose file says that it ranks, whether or not it can.
    static boolean isMeantToRank(LoadedModel model) {
        return model.facts().pooling().orElse(Pooling.MEAN) == Pooling.RANK;
    }

    /// The vectors of these inputs as the model computes them, or their scores.
    static List<float[]> run(Deadline deadline, LoadedModel model, List<int[]> inputs) {
        deadline.check("queue");
        EmbeddingWork work = new EmbeddingWork(inputs, deadline);
        model.thread().submit(work);
        return await(work);
    }

    private static int[] input(
            LoadedModel model, TextCut cut, EmbeddingInput input, int limit, String param) {
        TextFrame frame = model.frame();
        int[] tokens =
                switch (input) {
                    case EmbeddingInput.Text(var text) -> {
                        int[] plain =
                                model.tokenize(
                                        cut.context().deadline(), List.of(text), false, false);
                        yield frame.around(cut.fit(plain, frame.length(), limit, param));
                    }
                    case EmbeddingInput.Tokens(var ids) ->
                            cut.fit(Checks.checked(ids, param, model), 0, limit, param);
                };
        if (tokens.length == 0) {
            throw ApiException.invalid(param, "'" + param + "' is empty.");
        }
        return tokens;
    }

    /// The vector of length 1 in this direction; a zero vector stays one.
    static float[] unit(float[] vector) {
        double square = 0;
        for (float value : vector) {
            square += (double) value * value;
        }
        double length = square > 0 ? Math.sqrt(square) : 1;
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
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
