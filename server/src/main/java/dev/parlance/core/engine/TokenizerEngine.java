package dev.parlance.core.engine;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.model.ModelId;
import java.util.List;

/// An engine that turns text into its models' tokens and back.
public interface TokenizerEngine extends Engine {

    /// The token ids of this text.
    ///
    /// @param special true when the text's special tokens are understood as such
    List<Integer> tokenize(CallContext context, ModelId model, String text, boolean special);

    /// The text of these token ids; invalid UTF-8 shows as replacement characters.
    String detokenize(CallContext context, ModelId model, List<Integer> ids);
}
