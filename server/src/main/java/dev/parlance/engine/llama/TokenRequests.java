package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.tokens.TextToken;
import dev.parlance.core.tokens.TokenizeRequest;
import java.util.ArrayList;
import java.util.List;

/// Texts into tokens of a loaded model, and back. Stateless.
final class TokenRequests {
    private TokenRequests() {}

    static List<TextToken> tokenize(
            CallContext context, LoadedModel model, TokenizeRequest request) {
        int[] tokens =
                model.tokenize(
                        context.deadline(),
                        List.of(request.text()),
                        request.addSpecial(),
                        request.parseSpecial());
        return pieces(context, model, tokens);
    }

    /// These tokens with what they stand for.
    static List<TextToken> pieces(CallContext context, LoadedModel model, int[] tokens) {
        return model.onTextThread(
                context.deadline(),
                () -> {
                    TokenTexts texts = new TokenTexts(model.vocabulary());
                    List<TextToken> pieces = new ArrayList<>(tokens.length);
                    for (int token : tokens) {
                        pieces.add(texts.token(token));
                    }
                    return pieces;
                });
    }

    static String detokenize(CallContext context, LoadedModel model, List<Integer> ids) {
        int[] _ = Checks.checked(ids, "tokens", model);
        return model.onTextThread(
                context.deadline(), () -> new TokenTexts(model.vocabulary()).text(ids));
    }

    static String plainText(CallContext context, LoadedModel model, List<Integer> ids) {
        int[] _ = Checks.checked(ids, "tokens", model);
        return model.onTextThread(
                context.deadline(), () -> new TokenTexts(model.vocabulary()).plainText(ids));
    }
}
