package dev.parlance.engine.onnx;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.embedding.Embedding;
import dev.parlance.core.embedding.EmbeddingInput;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.embedding.EmbeddingResult;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.model.Capability;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.usage.Usage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The way from texts to vectors by a loaded model. Stateless.
final class EmbeddingRequests {
    /// The extension that says what texts are for: `query` or `document`.
    static final String INPUT_TYPE = "input_type";

    private EmbeddingRequests() {}

    static EmbeddingResult embed(CallContext context, LoadedModel model, EmbeddingRequest request) {
        if (model.recipe().ranks()) {
            throw Failures.unsupported("model", Capability.EMBEDDINGS, model.files().id());
        }
        Integer dimensions = request.dimensions();
        if (dimensions != null && !model.recipe().matryoshka()) {
            throw Failures.unsupported(
                    "dimensions", Capability.EMBEDDING_DIMENSIONS, model.files().id());
        }
        List<Row> rows = rows(context, model, request);
        boolean unit = request.options().normalized() || model.recipe().normalized();
        List<Embedding> embeddings = new ArrayList<>(rows.size());
        for (float[] vector : model.run(context.deadline(), rows)) {
            float[] cut = dimensions == null ? vector : cut(vector, dimensions);
            embeddings.add(new Embedding(unit ? unit(cut) : cut));
        }
        return new EmbeddingResult(model.files().id(), embeddings, usage(rows));
    }

    private static List<Row> rows(
            CallContext context, LoadedModel model, EmbeddingRequest request) {
        Texts texts = new Texts(context, model, request.options().truncation());
        TextTokenizer.Frame frame = model.tokenizer().frame();
        String prompt = prompt(model, request);
        Integer most = request.options().maxTokens();
        int limit = model.recipe().maxTokens();
        limit = most == null ? limit : Math.min(limit, most);
        List<Row> rows = new ArrayList<>(request.inputs().size());
        for (int i = 0; i < request.inputs().size(); i++) {
            String param = request.inputs().size() == 1 ? "input" : "input[" + i + "]";
            String text = text(model, request.inputs().get(i), param);
            Row row = frame.around(texts.read(prompt, text, frame.length(), limit, param));
            if (row.length() == 0) {
                throw ApiException.invalid(param, "'" + param + "' is empty.");
            }
            rows.add(row);
        }
        return rows;
    }

    private static String text(LoadedModel model, EmbeddingInput input, String param) {
        return switch (input) {
            case EmbeddingInput.Text(var text) -> text;
            case EmbeddingInput.Tokens _ ->
                    throw Failures.unsupported(param, Capability.TOKEN_PROMPT, model.files().id());
        };
    }

    private static String prompt(LoadedModel model, EmbeddingRequest request) {
        return request.extensions().get(INPUT_TYPE) instanceof JsonString(String kind)
                ? Prompts.of(model.recipe(), kind)
                : Prompts.usual(model.recipe());
    }

    private static float[] cut(float[] vector, int dimensions) {
        if (dimensions < 1 || dimensions > vector.length) {
            throw ApiException.invalid(
                    "dimensions",
                    "'dimensions' is "
                            + dimensions
                            + "; this model has 1 to "
                            + vector.length
                            + ".");
        }
        return Arrays.copyOf(vector, dimensions);
    }

    static Usage usage(List<Row> rows) {
        return Usage.of(rows.stream().mapToInt(Row::length).sum(), 0);
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
}
