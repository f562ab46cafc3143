package dev.parlance.core.engine;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.tokens.RenderedChat;
import dev.parlance.core.tokens.TextToken;
import dev.parlance.core.tokens.TokenizeRequest;
import java.util.List;

/// An engine that turns text into its models' tokens and back.
public interface TokenizerEngine extends Engine {

    /// The tokens of a text, in order.
    List<TextToken> tokenize(CallContext context, ModelId model, TokenizeRequest request);

    /// The text of these token ids; invalid UTF-8 shows as replacement characters.
    ///
    /// @throws dev.parlance.core.problem.ApiException `InvalidRequest` for an id that the
    ///   vocabulary does not have
    String detokenize(CallContext context, ModelId model, List<Integer> ids);

    /// The text that was split into these token ids: as [#detokenize], without what the model wants
    /// around a text and without control tokens.
    ///
    /// @throws dev.parlance.core.problem.ApiException as [#detokenize]
    default String plainText(CallContext context, ModelId model, List<Integer> ids) {
        return detokenize(context, model, ids);
    }

    /// The prompt that a chat request becomes; sampling and limits do not matter here.
    ///
    /// @throws dev.parlance.core.problem.ApiException as [ChatEngine#chat]; a prompt that does not
    ///   fit the context is rendered all the same
    RenderedChat render(CallContext context, ModelId model, ChatRequest request);
}
