package dev.parlance.core.call;

/// What became of one request field that was not plainly honoured, and why.
///
/// @param field the field in the dialect's own spelling, e.g. `logit_bias` or `tools[0].strict`
/// @param outcome what became of it
/// @param reason one short clause, ASCII, without quotes
public record Disposition(String field, Outcome outcome, String reason) {

    /// What can become of a field.
    public enum Outcome {
        /// Its meaning was kept in another form.
        TRANSLATED,
        /// Its meaning was kept in part.
        APPROXIMATED,
        /// It had no effect; strict mode refuses the request instead.
        IGNORED
    }
}
