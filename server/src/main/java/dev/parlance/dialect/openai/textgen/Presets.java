package dev.parlance.dialect.openai.textgen;

import dev.parlance.core.character.Preset;
import dev.parlance.core.character.PromptLibrary;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;

/// The presets that requests name, put in their place. Thread-safe.
///
/// @param explicitWins true when fields that a request has win over its preset
public record Presets(PromptLibrary library, boolean explicitWins) {
    private static final int SHOWN = 64;

    /// The body with the fields of its preset, if it names one. Goes before anything that fills in
    /// what is absent, and after the rule that temperature 0 is greedy.
    ///
    /// @throws dev.parlance.core.problem.ApiException `InvalidRequest` when there is no such preset
    public JsonValue in(JsonValue body) {
        if (!(body instanceof JsonObject members) || members.get("preset") == null) {
            return body;
        }
        return switch (members.get("preset")) {
            case JsonNull _ -> body;
            case JsonString(var name) when name.isEmpty() -> body;
            case JsonString(var name) -> preset(name).over(members, explicitWins);
            case null, default ->
                    throw PromptFields.invalid("preset", "'preset' is the name of a preset.");
        };
    }

    private Preset preset(String name) {
        Preset preset = name.equals(PromptLibrary.NONE) ? Preset.NONE : library.preset(name);
        if (preset == null) {
            String shown = name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "...";
            throw PromptFields.invalid(
                    "preset",
                    "There is no preset '"
                            + shown.replaceAll("\\p{Cntrl}", " ")
                            + "'. Known: "
                            + String.join(", ", library.presets())
                            + ".");
        }
        return preset;
    }
}
