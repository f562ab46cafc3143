package dev.parlance.engine.scripted;

import dev.parlance.core.chat.OutputConstraint;
import dev.parlance.core.chat.Tool;
import dev.parlance.core.chat.ToolChoice;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Unsupported;
import dev.parlance.engine.scripted.Spoken.Call;
import dev.parlance.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What is said where no rule says anything: the caller's own words, in the form the call asks for.
///
/// A line `call NAME {...}` in the last user message calls the tool of that name, when it is on
/// offer, with these arguments; a forced tool choice calls it with arguments made from its schema.
final class Echo {
    private static final String CALL = "call ";

    private final Turn turn;

    Echo(Turn turn) {
        this.turn = turn;
    }

    Spoken say() {
        String reasoning =
                turn.reasons()
                        ? "The input has " + turn.inputTokens() + " tokens. I shall say it back."
                        : "";
        List<Call> calls = calls();
        return calls.isEmpty() ? Spoken.text(reasoning, text()) : Spoken.calls(reasoning, calls);
    }

    private String text() {
        return switch (turn.constraint()) {
            case OutputConstraint.Free _ -> free();
            case OutputConstraint.Json _ ->
                    Json.text(new JsonObject(Map.of("said", JsonValue.of(words()))));
            case OutputConstraint.JsonSchema(_, var schema, _, _) ->
                    Json.text(new SchemaSample(schema, words()).value());
            case OutputConstraint.Choices(var texts, _) -> choice(texts);
            case OutputConstraint.Grammar _, OutputConstraint.Regex _ ->
                    throw new ApiException(
                            new Unsupported(
                                    "response_format",
                                    "output constrained by a grammar or a regular expression",
                                    turn.model().value()));
        };
    }

    private String free() {
        String result = turn.toolResult();
        if (result != null) {
            return "The tool said: " + result;
        }
        return words().isBlank() ? "You said nothing." : "You said: " + words();
    }

    private String words() {
        String user = turn.user();
        return user == null ? "" : user;
    }

    private String choice(List<String> texts) {
        return texts.stream()
                .filter(text -> words().contains(text))
                .findFirst()
                .orElse(texts.isEmpty() ? "" : texts.getFirst());
    }

    private List<Call> calls() {
        List<Tool> allowed = turn.tools().stream().filter(this::isAllowed).toList();
        List<Call> calls = new ArrayList<>();
        if (turn.toolResult() == null) {
            words().lines().forEach(line -> addCall(line.strip(), allowed, calls));
        }
        if (calls.isEmpty() && mustCall() && !allowed.isEmpty()) {
            Tool tool = allowed.getFirst();
            JsonValue arguments = new SchemaSample(tool.parameters(), words()).value();
            calls.add(new Call(null, tool.name(), Json.text(arguments)));
        }
        return turn.parallelToolCalls() || calls.size() < 2 ? calls : List.of(calls.getFirst());
    }

    private static void addCall(String line, List<Tool> allowed, List<Call> calls) {
        if (!line.startsWith(CALL)) {
            return;
        }
        String rest = line.substring(CALL.length()).strip();
        int end = rest.indexOf(' ');
        String name = end < 0 ? rest : rest.substring(0, end);
        String arguments = end < 0 ? "{}" : rest.substring(end).strip();
        if (allowed.stream().anyMatch(tool -> tool.name().equals(name))) {
            calls.add(new Call(null, name, arguments));
        }
    }

    private boolean isAllowed(Tool tool) {
        return switch (turn.toolChoice()) {
            case ToolChoice.None _ -> false;
            case ToolChoice.Auto _, ToolChoice.Required _ -> true;
            case ToolChoice.Named(var name) -> tool.name().equals(name);
            case ToolChoice.Allowed(var names, _) -> names.contains(tool.name());
        };
    }

    private boolean mustCall() {
        return switch (turn.toolChoice()) {
            case ToolChoice.None _, ToolChoice.Auto _ -> false;
            case ToolChoice.Required _, ToolChoice.Named _ -> true;
            case ToolChoice.Allowed(_, var required) -> required;
        };
    }
}
