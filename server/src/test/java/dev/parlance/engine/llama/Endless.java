package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.engine.CompletionEngine;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.sampling.Sampling;
import java.util.List;
import java.util.Map;

/// A reply of a tiny model that never ends before its context does.
final class Endless {
    private Endless() {}

    static ChatStream open(CompletionEngine engine, CallContext context, ModelId model) {
        return engine.complete(
                context,
                model,
                new CompletionRequest(
                        model,
                        new CompletionPrompt.Text("hello"),
                        null,
                        false,
                        Sampling.DEFAULT.withLogitBias(Map.of(300, 100.0)),
                        List.of(),
                        1,
                        null,
                        null,
                        JsonObject.EMPTY));
    }
}
