package dev.parlance.engine.onnx;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.embedding.Embedding;
import dev.parlance.core.embedding.RerankRequest;
import dev.parlance.core.embedding.RerankResult;
import dev.parlance.core.embedding.RerankResult.Score;
import java.util.ArrayList;
import java.util.List;

/// The way from a query and documents to scores by a loaded model. Stateless.
///
/// A cross-encoder reads the query and a document together. With an embedding model the cosines of
/// their vectors take its place, which is reported.
final class RerankRequests {
    private RerankRequests() {}

    static RerankResult rerank(CallContext context, LoadedModel model, RerankRequest request) {
        boolean ranks = model.recipe().ranks();
        List<Row> rows = ranks ? pairs(context, model, request) : texts(context, model, request);
        if (!ranks) {
            context.dispositions()
                    .add(
                            "model",
                            Outcome.APPROXIMATED,
                            "it is no reranking model: cosines of embeddings are scored");
        }
        List<float[]> outputs = model.run(context.deadline(), rows);
        List<Score> scores = ranks ? logistic(outputs) : cosines(outputs);
        return RerankResult.of(
                model.files().id(), scores, request.topN(), EmbeddingRequests.usage(rows));
    }

    private static List<Row> pairs(CallContext context, LoadedModel model, RerankRequest request) {
        TextTokenizer.PairFrame frame = model.tokenizer().pairFrame();
        Texts texts = new Texts(context, model, request.truncation());
        int limit = model.recipe().maxTokens();
        Row query = texts.read("", request.query(), frame.length(), limit, "query");
        int around = frame.length() + query.length();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < request.documents().size(); i++) {
            String param = "documents[" + i + "]";
            int most = limit(request, limit, around);
            Row document = texts.read("", request.documents().get(i), around, most, param);
            rows.add(frame.around(query, document));
        }
        return rows;
    }

    /// The query first, then the documents, each by itself.
    private static List<Row> texts(CallContext context, LoadedModel model, RerankRequest request) {
        TextTokenizer.Frame frame = model.tokenizer().frame();
        Texts texts = new Texts(context, model, request.truncation());
        int limit = model.recipe().maxTokens();
        int around = frame.length();
        String asked = Prompts.of(model.recipe(), Prompts.QUERY);
        String told = Prompts.of(model.recipe(), Prompts.DOCUMENT);
        List<Row> rows = new ArrayList<>();
        rows.add(frame.around(texts.read(asked, request.query(), around, limit, "query")));
        for (int i = 0; i < request.documents().size(); i++) {
            String param = "documents[" + i + "]";
            int most = limit(request, limit, around);
            String document = request.documents().get(i);
            rows.add(frame.around(texts.read(told, document, around, most, param)));
        }
        return rows;
    }

    /// How many tokens there may be with those around a document.
    private static int limit(RerankRequest request, int limit, int around) {
        Integer most = request.maxTokens();
        return most == null ? limit : (int) Math.min(limit, (long) most + around);
    }

    private static List<Score> logistic(List<float[]> logits) {
        List<Score> scores = new ArrayList<>();
        for (float[] logit : logits) {
            double against = logit.length == 2 ? logit[0] : 0;
            double odds = logit[logit.length - 1] - against;
            scores.add(new Score(scores.size(), 1 / (1 + Math.exp(-odds))));
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
