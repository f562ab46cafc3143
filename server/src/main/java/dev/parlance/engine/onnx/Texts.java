package dev.parlance.engine.onnx;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.embedding.Truncation;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.ContextTooLong;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import java.util.Locale;

/// The texts of one call as a model's tokens, cut only when that is asked for, with a report.
///
/// @param context of the call
/// @param model whose tokenizer reads them
/// @param truncation which end is cut off
record Texts(CallContext context, LoadedModel model, Truncation truncation) {
    // A text whose first so many characters a token are too many tokens already is not read on.
    private static final int CHARACTERS_PER_TOKEN = 64;

    /// The tokens of a text with nothing around it.
    ///
    /// @param prompt what it begins with, may be empty
    /// @param around tokens that will stand around it
    /// @param most how many there may be with those
    /// @param param its place in the request
    /// @throws ApiException `ContextTooLong` or `InvalidRequest` when there are too many and they
    ///   must not be cut, or when nothing would be left
    Row read(String prompt, String text, int around, int most, String param) {
        context.deadline().check("tokenize");
        String whole = model.recipe().lowerCase() ? lower(prompt + text) : prompt + text;
        long glance = (long) most * CHARACTERS_PER_TOKEN;
        if (whole.length() > glance && truncation != Truncation.START) {
            int end = (int) glance;
            boolean split = Character.isHighSurrogate(whole.charAt(end - 1));
            Row first = model.tokenizer().tokens(whole.substring(0, split ? end - 1 : end));
            if (first.length() + around > most) {
                return beginning(first, whole.length(), around, most, param);
            }
        }
        return fit(model.tokenizer().tokens(whole), around, most, param);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /// The beginning of a text that was not read to its end.
    private Row beginning(Row first, int characters, int around, int most, String param) {
        if (truncation == Truncation.NONE || most <= around) {
            throw new ApiException(
                    new InvalidRequest(
                            param,
                            "'"
                                    + param
                                    + "' has "
                                    + characters
                                    + " characters, far more than fit into the "
                                    + most
                                    + " tokens that are taken. Shorten it, or ask for it to be cut"
                                    + " with 'truncate'.",
                            "context_length_exceeded"));
        }
        Row kept = first.part(0, most - around);
        report(param, "all but the first " + kept.length() + " tokens were cut");
        return kept;
    }

    private Row fit(Row text, int around, int most, String param) {
        int excess = text.length() + around - most;
        if (excess <= 0) {
            return text;
        }
        if (truncation == Truncation.NONE || excess >= text.length()) {
            throw new ApiException(new ContextTooLong(param, text.length() + around, most));
        }
        boolean start = truncation == Truncation.START;
        report(
                param,
                "the "
                        + (start ? "first " : "last ")
                        + excess
                        + " of "
                        + text.length()
                        + " tokens were cut");
        return start ? text.part(excess, text.length()) : text.part(0, text.length() - excess);
    }

    private void report(String param, String what) {
        context.dispositions().add(param, Outcome.APPROXIMATED, what);
    }
}
