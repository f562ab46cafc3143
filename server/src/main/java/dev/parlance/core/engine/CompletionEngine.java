package dev.parlance.core.engine;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.model.ModelId;

/// An engine that continues text.
public interface CompletionEngine extends Engine {

    /// Starts a continuation; the same rules as [ChatEngine#chat]. An echoed prompt comes as the
    /// first text of each choice.
    ChatStream complete(CallContext context, ModelId model, CompletionRequest request);
}
