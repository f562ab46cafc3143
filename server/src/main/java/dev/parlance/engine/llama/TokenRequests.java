package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import java.util.Arrays;
import java.util.List;

/// Texts into tokens of a loaded model, and back. Stateless.
final class TokenRequests {
    private TokenRequests() {}

    static List<Integer> tokenize(
            CallContext context, LoadedModel model, String text, boolean special) {
        int[] tokens = model.tokenize(context.deadline(), List.of(text), false, special);
        return Arrays.stream(tokens).boxed().toList();
    }

    static String detokenize(CallContext context, LoadedModel model, List<Integer> ids) {
        int[] _ = Checks.checked(ids, "tokens", model);
        return model.onTextThread(
                context.deadline(), () -> new TokenTexts(model.vocabulary()).text(ids));
    }
}
