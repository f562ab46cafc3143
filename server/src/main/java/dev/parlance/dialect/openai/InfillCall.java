package dev.parlance.dialect.openai;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.completion.Infill;
import dev.parlance.core.completion.Infill.Snippet;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.sampling.Sampling;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decoded infill request, in the form of llama.cpp's server.
///
/// @param stream true for events, false for one JSON object
record InfillCall(CompletionRequest request, boolean stream) {
    private static final Infill.Fields FIELDS = new Infill.Fields("input_prefix", "input_suffix");
    private static final int MAX_SNIPPETS = 256;
    private static final int MAX_NAME = 1024;

    /// @throws dev.parlance.core.problem.ApiException `InvalidRequest` that names the field
    static InfillCall decode(JsonValue json, Dispositions dispositions) {
        FieldReader body = FieldReader.of("", json);
        ModelId model = LocalFields.model(body);
        String prefix = body.requiredString(FIELDS.prefix());
        String suffix = body.requiredString(FIELDS.suffix());
        String beginning = body.string("prompt");
        List<Snippet> snippets = snippets(body, dispositions);
        boolean stream = body.flag("stream", false);
        Sampling sampling = SamplingDecoder.read(body, dispositions);
        List<String> stop = SamplingDecoder.stop(body, dispositions);
        Integer maxTokens = maxTokens(body);
        if (Boolean.FALSE.equals(body.flag("cache_prompt"))) {
            dispositions.ignored("cache_prompt", "prefixes are cached while memory lasts");
        }
        body.reportUnread(dispositions);
        CompletionRequest request =
                new CompletionRequest(
                        model,
                        new CompletionPrompt.Text(prefix),
                        new Infill(FIELDS, suffix, beginning == null ? "" : beginning, snippets),
                        false,
                        sampling,
                        stop,
                        1,
                        maxTokens,
                        null,
                        JsonObject.EMPTY);
        return new InfillCall(request, stream);
    }

    /// `n_predict`, where -1 stands for what fits, or OpenAI's name for it.
    private static @Nullable Integer maxTokens(FieldReader body) {
        Integer predict = body.integer("n_predict", -1, ChatRequestDecoder.MAX_TOKENS);
        Integer max = body.integer("max_tokens", 0, ChatRequestDecoder.MAX_TOKENS);
        if (predict != null && max != null) {
            throw Faults.combination(
                    "max_tokens",
                    "'max_tokens' and 'n_predict' are two names of one field; give one.");
        }
        if (predict != null) {
            return predict < 0 ? null : predict;
        }
        return max;
    }

    private static List<Snippet> snippets(FieldReader body, Dispositions dispositions) {
        List<FieldReader> extra = body.objects("input_extra", MAX_SNIPPETS);
        List<Snippet> snippets = new ArrayList<>();
        for (FieldReader snippet : extra == null ? List.<FieldReader>of() : extra) {
            String name = snippet.string("filename", MAX_NAME);
            snippets.add(new Snippet(name, snippet.requiredString("text")));
            snippet.reportUnread(dispositions);
        }
        return snippets;
    }
}
