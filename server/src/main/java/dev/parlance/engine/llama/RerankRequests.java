package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.embedding.Embedding;
import dev.parlance.core.embedding.RerankRequest;
import dev.parlance.core.embedding.RerankResult;
import dev.parlance.core.embedding.RerankResult.Score;
import dev.parlance.core.model.Capability;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The way from a query and documents to scores by a loaded model's thread. Stateless.
///
/// A ranking model reads the query and a document together. With any other model that embeds, the
/// cosines of their vectors take its place, which is reported.
final class RerankRequests {
    private RerankRequests() {}

    static RerankResult rerank(CallContext context, LoadedModel model, RerankRequest request) {
        boolean ranks = model.facts().ranks();
        if (!ranks && EmbeddingRequests.isMeantToRank(model)) {
            throw Checks.unsupported("model", Capability.RERANK, model);
        }
        List<int[]> inputs =
                ranks ? pairs(context, model, request) : texts(context, model, request);
        if (!ranks) {
            context.dispositions()
                    .add(
                            "model",
                            Outcome.APPROXIMATED,
                            "it is no reranking model: cosines of embeddings are scored");
        }
        List<float[]> outputs = EmbeddingRequests.run(context.deadline(), model, inputs);
        List<Score> scores = ranks ? logistic(outputs) : cosines(outputs);
        int tokens = inputs.stream().mapToInt(input -> input.length).sum();
        return RerankResult.of(model.source().id(), scores, request.topN(), Usage.of(tokens, 0));
    }

    /// The query, then each document, all in the model's frame: `[CLS] query [SEP] document [SEP]`.
    private static List<int[]> pairs(
            CallContext context, LoadedModel model, RerankRequest request) {
        TextFrame frame = model.frame();
        TextCut cut = new TextCut(context, request.truncation());
        int[] query = text(context, model, request.query(), "query");
        int[] asked = frame.around(query);
        List<int[]> inputs = new ArrayList<>();
        for (int i = 0; i < request.documents().size(); i++) {
            String param = "documents[" + i + "]";
            int[] document = text(context, model, request.documents().get(i), param);
            document = limited(cut, request, document, param);
            int around = asked.length + frame.tail().length;
            document = cut.fit(document, around, model.sizes().slotTokens(), param);
            inputs.add(
                    IntStream.concat(
                                    IntStream.concat(IntStream.of(asked), IntStream.of(document)),
                                    IntStream.of(frame.tail()))
                            .toArray());
        }
        return inputs;
    }

    /// The query first, then the documents, each by itself.
    private static List<int[]> texts(
            CallContext context, LoadedModel model, RerankRequest request) {
        TextFrame frame = model.frame();
        TextCut cut = new TextCut(context, request.truncation());
        int limit = model.sizes().slotTokens();
        int[] query = text(context, model, request.query(), "query");
        List<int[]> inputs = new ArrayList<>();
        inputs.add(frame.around(cut.fit(query, frame.length(), limit, "query")));
        for (int i = 0; i < request.documents().size(); i++) {
            String param = "documents[" + i + "]";
            int[] document = text(context, model, request.documents().get(i), param);
            document = limited(cut, request, document, param);
            inputs.add(frame.around(cut.fit(document, frame.length(), limit, param)));
        }
        return inputs;
    }

    private static int[] limited(TextCut cut, RerankRequest request, int[] document, String param) {
        Integer most = request.maxTokens();
        return most == null ? document : cut.fit(document, 0, most, param);
    }

    private static int[] text(CallContext context, LoadedModel model, String text, String param) {
        int[] tokens = model.tokenize(context.deadline(), List.of(text), false, false);
        if (tokens.length == 0) {
            throw ApiException.invalid(param, "'" + param + "' is empty.");
        }
        return tokens;
    }

    private static List<Score> logistic(List<float[]> logits) {
        List<Score> scores = new ArrayList<>();
        for (float[] logit : logits) {
            scores.add(new Score(scores.size(), 1 / (1 + Math.exp(-logit[0]))));
        }
        return scores;
    }

    private static List<Score> cosines(List<float[]> vectors) {
        Embedding query = new Embedding(vectors.getFirst());
        List<Score> scores = new ArrayList<>();
        for (float[] vector : vectors.subList(1, vectors.size())) {
            scores.add(Score.ofCosine(scores.size(), query.cosine(new Embedding(vector))));
        }
        return scores;
    }
}
