package dev.parlance.dialect.openai;

import dev.parlance.core.chat.ChatRequest;
import org.jspecify.annotations.Nullable;

/// A decoded chat request: what core needs, and what only the reply's shape needs.
///
/// @param request what goes to the gateway
/// @param delivery how the reply is to come
/// @param functionCall true when calls go back in the deprecated `function_call` shape
/// @param serviceTier the tier to name in the reply, or `null`
record ChatCall(
        ChatRequest request,
        StreamOptions delivery,
        boolean functionCall,
        @Nullable String serviceTier) {
    /// A copy with this request.
    ChatCall with(ChatRequest newRequest) {
        return new ChatCall(newRequest, delivery, functionCall, serviceTier);
    }
}
