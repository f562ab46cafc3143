package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.embedding.Truncation;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.ContextTooLong;
import java.util.Arrays;

/// How texts that are too long become shorter, for one call: not at all, or with a report of what
/// was cut.
///
/// @param context of the call
/// @param truncation which end is cut off
record TextCut(CallContext context, Truncation truncation) {

    /// A text's tokens, or as many of them as may be.
    ///
    /// @param around tokens beside the text's own, which stay
    /// @param most how many tokens there may be with those
    /// @param param the text's place in the request
    /// @throws ApiException `ContextTooLong` when they are too many and must not be cut, or when
    ///   nothing would be left
    int[] fit(int[] text, int around, int most, String param) {
        int excess = text.length + around - most;
        if (excess <= 0) {
            return text;
        }
        if (truncation == Truncation.NONE || excess >= text.length) {
            throw new ApiException(new ContextTooLong(param, text.length + around, most));
        }
        boolean atStart = truncation == Truncation.START;
        context.dispositions()
                .add(
                        param,
                        Outcome.APPROXIMATED,
                        "the "
                                + (atStart ? "first " : "last ")
                                + excess
                                + " of "
                                + text.length
                                + " tokens were cut");
        return atStart
                ? Arrays.copyOfRange(text, excess, text.length)
                : Arrays.copyOf(text, text.length - excess);
    }
}
