package dev.parlance.dialect.textgen;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import org.jspecify.annotations.Nullable;

/// The refusals of fields that do not fit the schema: `InvalidRequest` with a code that says which
/// rule was broken and where the field stood, by which [TextgenProblems] tells them from refusals
/// that come from deeper.
final class BadField {
    /// The rule that a body is JSON.
    static final String NOT_JSON = "json_invalid";

    private static final String BODY = "schema:body:";
    private static final String QUERY = "schema:query:";

    private BadField() {}

    /// A refusal of a field of the body; `rule` is the word that the original's framework has.
    static ApiException of(String rule, String path, String message) {
        return new ApiException(
                new InvalidRequest(path.isEmpty() ? null : path, message, BODY + rule));
    }

    /// A refusal of a query parameter.
    static ApiException ofQuery(String rule, String name, String message) {
        return new ApiException(new InvalidRequest(name, message, QUERY + rule));
    }

    static boolean isCode(@Nullable String code) {
        return code != null && (code.startsWith(BODY) || code.startsWith(QUERY));
    }

    static boolean isOfQuery(@Nullable String code) {
        return code != null && code.startsWith(QUERY);
    }

    /// The rule alone.
    static String type(@Nullable String code) {
        return code == null ? "value_error" : code.substring(code.lastIndexOf(':') + 1);
    }
}
