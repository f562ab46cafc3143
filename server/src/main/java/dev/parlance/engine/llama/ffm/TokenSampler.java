package dev.parlance.engine.llama.ffm;

import org.jspecify.annotations.Nullable;

/// What chooses the next token of one output, and remembers the tokens that came for its penalties.
/// For one thread at a time.
public interface TokenSampler {
    /// Draws a token that the filter allows, and notes it.
    ///
    /// @param candidates the model's logits, freshly loaded; used as working memory
    /// @param filter an output constraint, or null for none; it is asked, not told of the token
    /// @throws NativeException when the filter allows no token that the model finds possible
    int draw(Candidates candidates, @Nullable TokenFilter filter);
}
