package dev.parlance.engine.llama.child;

import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.ModelId;
import java.time.Duration;

/// What the parent tells the child. `call` numbers the calls of one child from 1.
sealed interface ToChild {

    /// The first message: makes the engine and begins to load its model.
    record Begin(ModelId model, JsonObject settings) implements ToChild {}

    /// What a call carries besides its request.
    ///
    /// @param caller who calls, for fair turns and for caches that are not shared
    /// @param left how long anybody waits for it
    record Head(long call, String requestId, String caller, Duration left) {}

    record Chat(Head head, ChatRequest request) implements ToChild {}

    record Complete(Head head, CompletionRequest request) implements ToChild {}

    /// A call with one answer.
    record Ask(Head head, Question question) implements ToChild {}

    /// The reader of a streamed call has room for this many events more.
    record More(long call, int events) implements ToChild {}

    /// A streamed call is to end at its next token.
    record Stop(long call) implements ToChild {}

    /// Nobody waits for the call any more.
    record Cancel(long call) implements ToChild {}
}
