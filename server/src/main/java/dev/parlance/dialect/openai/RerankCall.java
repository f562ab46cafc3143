package dev.parlance.dialect.openai;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.embedding.RerankRequest;
import dev.parlance.core.embedding.Truncation;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.model.ModelId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decoded rerank request: what core needs, and the form of the reply.
///
/// The fields are Cohere's, which Jina, vLLM and llama.cpp's server share; with `texts` instead of
/// `documents` the request and the reply are Text Embeddings Inference's.
///
/// @param showDocuments true when the reply repeats the documents
/// @param bare true for a reply that is an array of scores and nothing else
record RerankCall(RerankRequest request, boolean showDocuments, boolean bare) {
    /// The most documents in one request.
    static final int MAX_DOCUMENTS = 2048;

    private static final int MAX_TOKENS = 10_000_000;

    /// @throws dev.parlance.core.problem.ApiException `InvalidRequest` that names the field
    static RerankCall decode(JsonValue json, Dispositions dispositions) {
        FieldReader body = FieldReader.of("", json);
        ModelId model = LocalFields.model(body);
        String query = body.requiredString("query");
        if (query.isEmpty()) {
            throw Faults.value("query", "it must not be an empty string.");
        }
        boolean bare = body.value("texts") != null;
        if (bare && body.value("documents") != null) {
            throw Faults.combination(
                    "texts", "'texts' and 'documents' are two names of one field; give one.");
        }
        List<String> documents = documents(body, bare ? "texts" : "documents", dispositions);
        Integer topN = body.integer("top_n", 1, Integer.MAX_VALUE);
        boolean asTei = body.flag("return_text", false);
        boolean show = body.flag("return_documents", asTei);
        LocalFields.Cut cut = perDocument(body, LocalFields.cut(body));
        if (body.flag("raw_scores", false)) {
            throw Faults.unsupported("raw_scores", "Scores are 0 to 1.");
        }
        ServiceFields.readUser(body, dispositions);
        body.reportUnread(dispositions);
        RerankRequest request =
                new RerankRequest(model, query, documents, topN, cut.truncation(), cut.maxTokens());
        return new RerankCall(request, show, bare);
    }

    /// Cohere's limit of each document, which cuts its end.
    private static LocalFields.Cut perDocument(FieldReader body, LocalFields.Cut cut) {
        Integer most = body.integer("max_tokens_per_doc", 1, MAX_TOKENS);
        if (most == null) {
            return cut;
        }
        if (cut.maxTokens() != null) {
            throw Faults.combination(
                    "max_tokens_per_doc",
                    "'max_tokens_per_doc' and 'truncate_prompt_tokens' both say how much of a"
                            + " document is kept; give one.");
        }
        Truncation side = cut.truncation() == Truncation.NONE ? Truncation.END : cut.truncation();
        return new LocalFields.Cut(side, most);
    }

    private static List<String> documents(
            FieldReader body, String name, Dispositions dispositions) {
        List<JsonValue> elements = FieldReader.elements(name, body.required(name), MAX_DOCUMENTS);
        if (elements.isEmpty()) {
            throw Faults.emptyArray(name);
        }
        List<String> documents = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            String path = name + "[" + i + "]";
            @Nullable String text = null;
            if (elements.get(i) instanceof JsonString(String plain)) {
                text = plain;
            } else {
                FieldReader document = FieldReader.of(path, elements.get(i));
                text = document.requiredString("text");
                document.reportUnread(dispositions);
            }
            if (text.isEmpty()) {
                throw Faults.value(path, "it must not be an empty string.");
            }
            documents.add(text);
        }
        return documents;
    }
}
