package dev.parlance.engine.llama.reply;

import dev.parlance.engine.llama.grammar.GrammarBuilder.Part;
import java.util.List;
import java.util.Set;

/// How one family of models writes tool calls.
///
/// The formats are facts about public models; the readers are ours. Immutable, thread-safe.
sealed interface CallSyntax
        permits BareJson, Harmony, JsonBlock, MarkedCalls, Mistral, NamedJson, TaggedParameters {
    /// What may begin a call of these tools.
    List<Opener> openers(ToolOffer offer);

    /// The calls of one reply, one at least, as a grammar.
    ///
    /// @param opening what the prompt holds of the reply already
    Part calls(CallParts parts, String opening);

    /// The texts that begin a call wherever they stand; none where a call cannot be told from text
    /// by how it begins.
    List<String> triggers();

    /// All texts of the format that can be control tokens of a model.
    Set<String> markers();
}
