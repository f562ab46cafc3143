package dev.parlance.core.engine;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.model.ModelId;

/// An engine that chats.
public interface ChatEngine extends Engine {

    /// Starts a reply and returns before the first output token is needed.
    ///
    /// The gateway has checked the request against the model's card. What the engine still does not
    /// plainly honour it reports to `context.dispositions()` before it returns; all waiting ends at
    /// `context.deadline()`.
    ///
    /// @param model the resolved model, one of [#models]; `request.model()` may be an alias of it
    /// @return a stream that the caller closes
    /// @throws dev.parlance.core.problem.ApiException `ContextTooLong`, `InvalidRequest`,
    ///   `Overloaded`, `DeadlineExceeded`, `UpstreamFailed`, `Unsupported`
    ChatStream chat(CallContext context, ModelId model, ChatRequest request);
}
