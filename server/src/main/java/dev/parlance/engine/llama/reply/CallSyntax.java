package dev.parlance.engine.llama.reply;

import java.util.List;
import java.util.Set;

/// How one family of models writes tool calls.
///
/// The formats are facts about public models; the readers are ours. Immutable, thread-safe.
sealed interface CallSyntax
        permits BareJson, Harmony, JsonBlock, MarkedCalls, Mistral, NamedJson, TaggedParameters {
    /// What may begin a call of these tools.
    List<Opener> openers(ToolOffer offer);

    /// All texts of the format that can be control tokens of a model.
    Set<String> markers();
}
