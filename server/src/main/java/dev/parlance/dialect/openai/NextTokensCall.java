package dev.parlance.dialect.openai;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.tokens.NextTokensRequest;
import java.util.List;
import java.util.Objects;

/// The body of `POST /next-tokens`, decoded.
final class NextTokensCall {
    /// The most tokens that are listed.
    static final int MAX_TOP = 10_000;

    private static final int USUAL_TOP = 20;

    private NextTokensCall() {}

    /// @throws dev.parlance.core.problem.ApiException `InvalidRequest` that names the field
    static NextTokensRequest decode(JsonValue json, Dispositions dispositions) {
        FieldReader body = FieldReader.of("", json);
        ModelId model = LocalFields.model(body);
        List<CompletionPrompt> prompts = CompletionRequestDecoder.prompts(body.required("prompt"));
        if (prompts.size() > 1) {
            throw Faults.value("prompt", "one prompt is asked about at a time.");
        }
        int top = Objects.requireNonNullElse(body.integer("top", 1, MAX_TOP), USUAL_TOP);
        body.reportUnread(dispositions);
        return new NextTokensRequest(model, prompts.getFirst(), top);
    }
}
