package dev.parlance.engine.scripted;

import dev.parlance.core.usage.Operation;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/// The conditions of a rule; all that are given must hold.
///
/// @param operations the calls it is for
/// @param models the ids of the models it is for; empty for all
/// @param user what the last user message, or the prompt, must be
/// @param system what the system prompt must be
/// @param toolResult what the tool's result that ends the conversation must be
/// @param hasToolResult whether the conversation must end with a tool's result (or must not)
/// @param tools whether tools must be on offer (or must not)
record When(
        Set<Operation> operations,
        List<String> models,
        @Nullable TextMatch user,
        @Nullable TextMatch system,
        @Nullable TextMatch toolResult,
        @Nullable Boolean hasToolResult,
        @Nullable Boolean tools) {
    When {
        operations = Set.copyOf(operations);
        models = List.copyOf(models);
    }

    /// The match, with the groups of the condition on the user's text; `null` when a condition does
    /// not hold.
    @Nullable Match match(String rule, Turn turn) {
        if (!operations.contains(turn.operation())
                || !(models.isEmpty() || models.contains(turn.model().value()))
                || (tools != null && tools != turn.hasTools())
                || (hasToolResult != null && hasToolResult != (turn.toolResult() != null))
                || fails(rule, system, turn.system())
                || fails(rule, toolResult, turn.toolResult())) {
            return null;
        }
        if (user == null) {
            return new Match(null);
        }
        String said = turn.user();
        return said == null ? null : user.match(rule, said);
    }

    private static boolean fails(
            String rule, @Nullable TextMatch condition, @Nullable String text) {
        return condition != null && (text == null || condition.match(rule, text) == null);
    }

    /// That the conditions hold.
    ///
    /// @param groups the groups of the regular expression on the user's text, if there is one
    record Match(@Nullable MatchResult groups) {}
}
