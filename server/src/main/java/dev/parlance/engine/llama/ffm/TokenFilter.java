package dev.parlance.engine.llama.ffm;

import java.util.BitSet;

/// Which tokens may come next in one output: how an output constraint takes part in the drawing of
/// tokens. Tokens that end the generation are allowed exactly when the output may end there. Each
/// output has its own, for one thread.
public interface TokenFilter {
    /// True when this token may come next. Must be cheap: it is asked for every token drawn.
    boolean allows(int token);

    /// All tokens that may come next; asked only when a drawn token was not allowed. The caller
    /// does not change it, and does not keep it beyond the next [#accept].
    BitSet allowed();

    /// Notes that this token came. It was allowed.
    void accept(int token);
}
