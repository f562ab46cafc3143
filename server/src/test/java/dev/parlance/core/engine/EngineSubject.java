package dev.parlance.core.engine;

import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.model.ModelId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An engine under contract: how to open it and what to ask of it.
///
/// The contracts ask for shape and invariants, never for prose, so a toy model will do.
///
/// @param opener makes a new engine; the contracts close it
/// @param model the model to ask
/// @param shortChat is answered, and the answer ends by itself within [#SHORT_TOKENS] tokens
/// @param longChat is answered with more than [#LONG_TOKENS] tokens per choice unless that is
///   forbidden; a model that stops early gets there with a logit bias in the request's sampling
/// @param stallingChat is answered with at least one delta and then with nothing for a minute;
///   `null` for an engine that never stalls
public record EngineSubject(
        Supplier<? extends Engine> opener,
        ModelId model,
        ChatRequest shortChat,
        ChatRequest longChat,
        @Nullable ChatRequest stallingChat) {

    /// Within how many tokens a short answer ends.
    public static final int SHORT_TOKENS = 64;

    /// How many tokens a long answer passes.
    public static final int LONG_TOKENS = 24;
}
