package dev.parlance.engine.scripted;

import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.engine.scripted.Reply.Logprob;
import dev.parlance.engine.scripted.Reply.Part;
import dev.parlance.wire.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one choice says in one call, with all blanks filled in and before any limit cuts it.
///
/// @param tokens the visible text token by token
/// @param calls the tools it calls
/// @param finishReason why it ends; `null` for what follows from the rest
record Spoken(
        String reasoning,
        List<String> tokens,
        List<Call> calls,
        @Nullable FinishReason finishReason,
        List<Logprob> logprobs) {
    Spoken {
        tokens = List.copyOf(tokens);
        calls = List.copyOf(calls);
    }

    /// A call to a tool; `arguments` is text, JSON or not.
    record Call(@Nullable String id, String name, String arguments) {}

    static Spoken text(String reasoning, String text) {
        return new Spoken(reasoning, PieceTokenizer.split(text), List.of(), null, List.of());
    }

    static Spoken calls(String reasoning, List<Call> calls) {
        return new Spoken(reasoning, List.of(), calls, null, List.of());
    }

    /// What this part of a script says in a call that fills its blanks so.
    ///
    /// @param malformed true when arguments of calls are to end too early
    static Spoken of(Part part, Template template, boolean malformed) {
        List<String> filled = part.tokens().stream().map(template::fill).toList();
        return new Spoken(
                template.fill(part.reasoning()),
                part.split()
                        ? PieceTokenizer.split(String.join("", filled))
                        : filled.stream().filter(token -> !token.isEmpty()).toList(),
                part.calls().stream()
                        .map(call ->
                                new Call(
                                        call.id(),
                                        call.name(),
                                        arguments(call, template, malformed)))
                        .toList(),
                part.finishReason(),
                part.logprobs());
    }

    private static String arguments(Reply.Call call, Template template, boolean malformed) {
        String text =
                call.arguments() instanceof JsonString(var raw)
                        ? template.fill(raw)
                        : Json.text(template.fill(call.arguments()));
        // Without its last third, and at the least its last character, no object is complete.
        return malformed ? text.substring(0, text.length() * 2 / 3) : text;
    }
}
